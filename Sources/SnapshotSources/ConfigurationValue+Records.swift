import ConfigurationModel

extension ConfigurationValue {
  /// What a member of a list `Records` is one of, where it is no event of CloudTrail: `event notifications of S3`. Nil where
  /// nobody knows. Lambda is given such lists, and what it was given lies in folders (Amazon S3 User Guide, "Event message
  /// structure"; AWS Lambda Developer Guide, "Invoking Lambda with events from other AWS services").
  var wordsOfRecords: String? {
    let source = (self["eventSource"] ?? self["EventSource"])?.string
    if source == "aws:s3" || self["s3"]?["bucket"] != nil { return "event notifications of S3" }
    if source == "aws:sns" || self["Sns"] != nil { return "notifications of SNS" }
    if source == "aws:sqs" { return "messages of SQS" }
    guard let source, source.hasPrefix("aws:") else { return nil }
    let service = source.dropFirst("aws:".count)
    let isName = !service.isEmpty && service.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "-") }
    return isName ? "records of \(service)" : nil
  }
}
