package import ConfigurationModel

/// Times as AWS's protocols write them, and as the CLI prints them with
/// `cli_timestamp_format = iso8601` (Python's `isoformat`), in UTC.
package enum TimestampText {
  /// The CLI's text for a time in any of AWS's spellings; the text itself where it is none.
  package static func iso(_ text: String) -> String {
    guard let time = time(text) else { return text }
    let written = time.description.dropLast()
    return written + "+00:00"
  }

  /// The time in seconds since 1970 (`1434567.125`), RFC 3339 or RFC 7231; nil for anything else.
  package static func time(_ text: String) -> Timestamp? {
    Timestamp(parsing: text) ?? seconds(text) ?? webDate(text)
  }

  private static func seconds(_ text: String) -> Timestamp? {
    guard DecimalText.canonical(text) != nil, let value = Double(text), abs(value) < 9e12 else {
      return nil
    }
    return Timestamp(microseconds: Int64((value * 1_000_000).rounded()))
  }

  /// `Wed, 12 Oct 2009 17:50:00 GMT`.
  private static func webDate(_ text: String) -> Timestamp? {
    let words = text.split { $0 == " " || $0 == "," }
    guard words.count == 6, words[5] == "GMT" || words[5] == "UTC",
      let month = months.firstIndex(of: words[2].lowercased()), words[1].count <= 2
    else { return nil }
    let day = words[1].count == 1 ? "0\(words[1])" : "\(words[1])"
    let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
    return Timestamp(parsing: "\(words[3])-\(number)-\(day)T\(words[4])Z")
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}
