// swift-format-ignore-file
// Written by Scripts/generate-shapes.py from botocore 1.43.11 (Apache-2.0).

extension ShapeTexts {
  static let detective = #"""
{"service": {"protocol":"rest-json","version":"2018-10-26","id":"Detective","endpoint":"api.detective","signing":"detective","json":"1.1"},
"operations": {
"ListGraphs":{"cli":"list-graphs","method":"POST","uri":"/graphs/list","in":"ListGraphsRequest","parameters":{"next-token":"NextToken","max-results":"MaxResults"},"out":"ListGraphsResponse"}
},
"shapes": {
"Graph":{"members":[["Arn","$s"],["CreatedTime","$t:iso8601"]]},"GraphList":{"list":"Graph"},"ListGraphsRequest":{"members":[["NextToken","$s"],["MaxResults","$i"]]},"ListGraphsResponse":{"members":[["GraphList","GraphList"],["NextToken","$s"]]}
}}
"""#
}
