import AWSClient
import ConfigurationModel
import Testing

/// For how long a server asks not to be called (RFC 9110, sections 5.5, 5.6.7 and 10.2.3).
@Suite struct RetryAfterTests {
  private static let date = HTTPField("Date", "Sun, 29 Nov 2026 22:59:00 GMT ")

  @Test(arguments: [
    ("60", 60.0), ("60 ", 60), (" \t60\t", 60), ("0", 0),
    ("Sun, 29 Nov 2026 23:00:00 GMT", 60), ("Sun, 29 Nov 2026 23:00:00 GMT ", 60),
    ("Sunday, 29-Nov-26 23:00:00 GMT", 60), ("Sun Nov 29 23:00:00 2026", 60),
    // Of the last century.
    ("Monday, 29-Nov-99 23:00:00 GMT", 0), ("Sun Nov  1 23:00:00 2026", 0),
    ("soon", nil), ("", nil), ("-1", nil), ("Sunday, 29-Nov-2026 23:00:00 GMT", nil),
    ("Sun Foo 29 23:00:00 2026", nil), ("6 0", nil),
  ])
  func `seconds and the three forms of dates are read, with blanks around them`(
    text: String, seconds: Double?
  ) {
    let response = HTTPResponse(status: 429, headers: [HTTPField("Retry-After", text), Self.date])
    #expect(response.retryAfter(now: Timestamp(seconds: 0)) == seconds)
  }
}
