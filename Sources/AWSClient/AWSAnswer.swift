package import ConfigurationModel

/// What AWS answered: the value that the AWS CLI prints for the same response.
package struct AWSAnswer: Sendable {
  /// An object of the output's members; times as `cli_timestamp_format = iso8601` writes them.
  package let value: ConfigurationValue
  /// The bytes of an answer that is a stream (`s3 GetObject`), which `value` does not hold.
  package let body: [UInt8]?
  /// AWS's id of the request, which its support asks for; nil where the answer had none.
  package let requestID: String?

  /// Makes an answer of an output's members, or of a stream's bytes.
  package init(_ value: ConfigurationValue, body: [UInt8]? = nil, requestID: String? = nil) {
    self.value = value
    self.body = body
    self.requestID = requestID
  }
}
