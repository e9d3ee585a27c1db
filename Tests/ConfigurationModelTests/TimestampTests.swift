import ConfigurationModel
import Testing

@Test(arguments: [
  ("2026-11-20T21:15:00Z", "2026-11-20T21:15:00Z"),
  ("2017-01-26T19:38:34.276000+00:00", "2017-01-26T19:38:34.276000Z"),
  ("2026-11-20T23:15:00+02:00", "2026-11-20T21:15:00Z"),
  ("2024-02-29", "2024-02-29T00:00:00Z"), ("1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"),
  ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
])
func `a timestamp is read and written`(text: String, canonical: String) throws {
  #expect(try #require(Timestamp(parsing: text)).description == canonical)
}

@Test(arguments: [
  "2026-02-29", "2026-13-01", "2026-11-20T21:15:00", "20 Nov 2026", "", "2026-11-20T25:00:00Z",
])
func `what is not a moment is refused`(text: String) {
  #expect(Timestamp(parsing: text) == nil)
}

@Test(arguments: [
  ("2026-11-30", "2026-11-30T23:59:59.999999Z"), ("2026-11-30T12:00:00Z", "2026-11-30T12:00:00Z"),
  ("2028-02-29", "2028-02-29T23:59:59.999999Z"), ("1969-12-31", "1969-12-31T23:59:59.999999Z"),
  ("2026-02-30", nil), ("", nil),
])
func `a date alone as an end includes its day`(text: String, end: String?) {
  #expect(Timestamp(parsingEnd: text)?.description == end)
}
