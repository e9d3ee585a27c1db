import ConfigurationJSON
import ConfigurationModel

extension ServiceModel {
  /// The error in a response that is no answer.
  func error(_ response: HTTPResponse) -> AWSError {
    let root: XMLNode? =
      switch wire {
      case .ec2, .query, .restXML: XMLNode(parsing: response.body)
      case .json, .restJSON: nil
      }
    let (code, message) = codeAndMessage(response, root)
    return AWSError(
      code: code.flatMap { $0.isEmpty ? nil : $0 } ?? "\(response.status)", message: message ?? "",
      requestID: requestID(response, root),
      status: response.status, bucketRegion: response.header("x-amz-bucket-region"),
      serverTime: response.header("date").flatMap(TimestampText.time))
  }

  /// What stands for an answer that could be read by nobody: trying again may help.
  func unreadable(_ response: HTTPResponse) -> AWSError {
    AWSError(
      code: "MalformedResponse", message: "The answer is not what the protocol says.",
      requestID: requestID(response, nil), status: response.status)
  }

  /// `root` is of the document that the response holds, where it was read.
  func requestID(_ response: HTTPResponse, _ root: XMLNode?) -> String? {
    if let id = response.header("x-amzn-requestid") ?? response.header("x-amz-request-id") {
      return id
    }
    guard wire == .ec2 || wire == .query, let root else { return nil }
    let own = root.first("requestId") ?? root.first("RequestID") ?? root.first("RequestId")
    return (own ?? root.first("ResponseMetadata")?.first("RequestId"))?.text
  }

  private func codeAndMessage(_ response: HTTPResponse, _ root: XMLNode?) -> (String?, String?) {
    switch wire {
    case .ec2, .query, .restXML:
      guard let root else { return (nil, nil) }
      // EC2 nests it in Errors, the others in Error; S3's root is the error.
      let node = (root.first("Errors") ?? root).first("Error") ?? root
      return (node.first("Code")?.text, node.first("Message")?.text)
    case .json, .restJSON:
      let body = (try? JSONParser().parse(response.body)) ?? .null
      let message = body["message"]?.string ?? body["Message"]?.string
      return (jsonCode(response, body), message)
    }
  }

  /// `com.amazonaws.kms#NotFoundException`, or `ValidationException:http://…` in a header; the code
  /// of the former protocol goes before it.
  private func jsonCode(_ response: HTTPResponse, _ body: ConfigurationValue) -> String? {
    if let former = response.header("x-amzn-query-error")?.split(separator: ";"),
      former.count == 2
    {
      return String(former[0])
    }
    let text =
      response.header("x-amzn-errortype") ?? body["__type"]?.string ?? body["code"]?.scalarText
      ?? body["Code"]?.scalarText
    guard let head = text?.split(separator: ":").first else { return nil }
    return head.split(separator: "#").last.map(String.init)
  }

  /// Milliseconds in `x-amz-retry-after`; seconds or a date in `Retry-After` (RFC 9110, section 10.2.3). A date
  /// is held against what the same answer calls now.
  static func retryAfter(_ response: HTTPResponse, now: Timestamp) -> Double? {
    if let text = response.header("x-amz-retry-after"), let value = Double(text), value >= 0 {
      return value.isFinite ? value / 1000 : nil
    }
    guard let text = response.header("retry-after") else { return nil }
    if let seconds = Double(text) {
      return seconds >= 0 && seconds.isFinite ? seconds : nil
    }
    guard let end = TimestampText.time(text) else { return nil }
    let begin = response.header("date").flatMap(TimestampText.time) ?? now
    return Double(max(0, end.seconds - begin.seconds))
  }
}
