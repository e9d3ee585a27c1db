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

  /// In the three forms that a recipient of HTTP has to take (RFC 9110, section 5.6.7): `Wed, 12 Oct 2009 17:50:00 GMT`,
  /// `Monday, 12-Oct-09 17:50:00 GMT` and `Mon Oct 12 17:50:00 2009`.
  private static func webDate(_ text: String) -> Timestamp? {
    let words = text.split { $0 == " " || $0 == "," }
    let isUTC = words.last == "GMT" || words.last == "UTC"
    switch words.count {
    case 6 where isUTC: return webDate(words[3], words[2], words[1], words[4])
    case 4 where isUTC:
      let parts = words[1].split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[2].count == 2 else { return nil }
      // A year more than fifty years ahead is meant to be in the past.
      return webDate((parts[2] < "70" ? "20" : "19") + parts[2], parts[1], parts[0], words[2])
    case 5: return webDate(words[4], words[1], words[2], words[3])
    default: return nil
    }
  }

  private static func webDate(
    _ year: Substring, _ month: Substring, _ day: Substring, _ time: Substring
  ) -> Timestamp? {
    guard let month = months.firstIndex(of: month.lowercased()), (1...2).contains(day.count) else {
      return nil
    }
    let twoDigits = { (text: String) in text.count == 1 ? "0\(text)" : text }
    return Timestamp(
      parsing: "\(year)-\(twoDigits("\(month + 1)"))-\(twoDigits("\(day)"))T\(time)Z")
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]
}
