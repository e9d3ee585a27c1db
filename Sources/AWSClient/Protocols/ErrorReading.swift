import ConfigurationJSON
import ConfigurationModel

extension ServiceModel {
  /// The error in a response that is no answer.
  func error(_ response: HTTPResponse) -> AWSError {
    let (code, message) = codeAndMessage(response)
    return AWSError(
      code: code.flatMap { $0.isEmpty ? nil : $0 } ?? "\(response.status)", message: message ?? "",
      requestID: requestID(response),
      status: response.status, bucketRegion: response.header("x-amz-bucket-region"),
      retryAfter: Self.retryAfter(response),
      serverTime: response.header("date").flatMap(TimestampText.time))
  }

  /// What stands for an answer that could be read by nobody: trying again may help.
  func unreadable(_ response: HTTPResponse) -> AWSError {
    AWSError(
      code: "MalformedResponse", message: "The answer is not what the protocol says.",
      requestID: requestID(response), status: response.status)
  }

  func requestID(_ response: HTTPResponse) -> String? {
    if let id = response.header("x-amzn-requestid") ?? response.header("x-amz-request-id") {
      return id
    }
    guard wire == .ec2 || wire == .query, let root = XMLNode(parsing: response.body) else {
      return nil
    }
    let own = root.first("requestId") ?? root.first("RequestID") ?? root.first("RequestId")
    return (own ?? root.first("ResponseMetadata")?.first("RequestId"))?.text
  }

  private func codeAndMessage(_ response: HTTPResponse) -> (String?, String?) {
    switch wire {
    case .ec2, .query, .restXML:
      guard let root = XMLNode(parsing: response.body) else { return (nil, nil) }
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

  /// Seconds in `Retry-After`, milliseconds in `x-amz-retry-after`. A date is not looked at.
  private static func retryAfter(_ response: HTTPResponse) -> Double? {
    if let text = response.header("x-amz-retry-after"), let value = Double(text), value >= 0 {
      return value / 1000
    }
    guard let text = response.header("retry-after"), let value = Double(text), value >= 0 else {
      return nil
    }
    return value
  }
}
