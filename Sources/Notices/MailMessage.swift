import AuditReport
import ChangeDocuments
import ConfigurationModel

/// A notice as an e-mail: RFC 5322 with MIME (RFC 2045 to 2047), in 7-bit ASCII, as text and as HTML. Its Message-ID is
/// the message's key, and answers to the first message of a thread stand below it.
struct MailMessage {
  private let notice: Notice
  private let mail: NoticeDestination.Mail

  init(_ notice: Notice, _ mail: NoticeDestination.Mail) {
    self.notice = notice
    self.mail = mail
  }

  /// With CR and LF at the end of each line, none longer than 998 characters (RFC 5322, section 2.1.1).
  var text: String { (headers + [""] + parts).map { $0 + "\r\n" }.joined() }

  private var headers: [String] {
    let isFirst = notice.thread == notice.key
    let thread =
      isFirst ? [] : ["In-Reply-To: \(id(notice.thread))", "References: \(id(notice.thread))"]
    return [
      "From: \(mail.from)", "To: \(mail.to.joined(separator: ",\r\n "))",
      "Subject: \(notice.title.cut(to: 200).mailEncoded)", "Date: \(notice.at.mailDate)",
      "Message-ID: \(id(notice.key))",
    ] + thread + [
      "Auto-Submitted: auto-generated", "X-Plumb-Severity: \(notice.severity.word)",
      "MIME-Version: 1.0", "Content-Type: multipart/alternative; boundary=\"\(boundary)\"",
    ]
  }

  /// `<key@example.com>`: of the sender's domain.
  private func id(_ key: String) -> String {
    let domain = mail.from.split(separator: "@").last?.filter { $0 != ">" } ?? "localhost"
    return "<\(key.filter { $0.isASCII && !$0.isWhitespace && $0 != "<" && $0 != ">" })@\(domain)>"
  }

  private var boundary: String { "=_plumb" }

  private var parts: [String] {
    part("text/plain", notice.plainText) + part("text/html", MailPage(notice).html.text)
      + ["--\(boundary)--"]
  }

  private func part(_ type: String, _ text: String) -> [String] {
    [
      "--\(boundary)", "Content-Type: \(type); charset=utf-8",
      "Content-Transfer-Encoding: quoted-printable", "",
    ] + text.quotedPrintableLines
  }
}

extension String {
  /// The same where no reader of mail takes a part for an encoded word (RFC 2047, section 2): for what others make
  /// subjects of.
  var withoutEncodedWords: String { replacing("=?", with: "= ?") }

  /// As a header's value: encoded words where it is not plain ASCII, or holds what would be read as one (RFC 2047,
  /// section 4.2).
  fileprivate var mailEncoded: String {
    let isPlain = utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    guard !isPlain || contains("=?") else { return self }
    var words: [String] = []
    var word = ""
    for character in unicodeScalars {
      let coded = String(character).utf8.map { $0.quotedByte }.joined()
      if word.utf8.count + coded.utf8.count > 60 {
        words.append(word)
        word = ""
      }
      word += coded
    }
    return (words + [word]).map { "=?UTF-8?Q?\($0)?=" }.joined(separator: "\r\n ")
  }

  /// In quoted-printable, 76 characters a line (RFC 2045, section 6.7).
  fileprivate var quotedPrintableLines: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      var lines: [String] = []
      var current = ""
      for byte in line.utf8 {
        let isPlain = (0x21..<0x7F).contains(byte) && byte != 0x3D || byte == 0x20
        let coded = isPlain ? String(UnicodeScalar(byte)) : byte.quotedByte
        if current.utf8.count + coded.utf8.count > 75 {
          lines.append(current + "=")
          current = ""
        }
        current += coded
      }
      // A blank at the end of a line may get lost; a line that is a dot alone ends a message to some programs.
      if current.hasSuffix(" ") { current = current.dropLast() + "=20" }
      if current == "." { current = "=2E" }
      return lines + [current]
    }
  }
}

extension UInt8 {
  /// `=C3`.
  fileprivate var quotedByte: String {
    let digits = String(self, radix: 16, uppercase: true)
    return "=" + (digits.utf8.count == 1 ? "0" : "") + digits
  }
}

extension Timestamp {
  /// `Fri, 20 Nov 2026 21:15:00 +0000` (RFC 5322, section 3.3).
  fileprivate var mailDate: String {
    let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let text = Timestamp(seconds: seconds).description
    let parts = date.split(separator: "-").map(String.init)
    let day = Int(seconds.flooredDivision(by: 86400) % 7 + 7) % 7
    let month = parts.count == 3 ? Int(parts[1]).map { months[max(0, $0 - 1)] } ?? "" : ""
    let clock = text.dropFirst(date.count + 1).dropLast()
    return "\(days[day]), \(parts.last ?? "") \(month) \(parts.first ?? "") \(clock) +0000"
  }
}
