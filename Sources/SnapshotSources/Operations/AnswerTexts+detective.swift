// swift-format-ignore-file
// Written by Scripts/generate-operations.py from botocore 1.43.11 (Apache-2.0).

extension AnswerTexts {
  static let detective = #"""
call detective list-graphs NextToken 
GraphList:[Graph NextToken
form Graph
Arn CreatedTime
"""#
}
