import CCurl
import ConfigurationModel
import Dispatch

/// A mail that is handed to a server over SMTP, by libcurl.
package struct MailRun: Hashable, Sendable {
  /// `smtp://mail.example.com:587`.
  package let url: String
  /// Whether it is sent only after STARTTLS (RFC 3207); an address with `smtps:` needs none.
  package let needsSTARTTLS: Bool
  /// Who logs in; nil to send without.
  package let user: String?
  /// Of the user; nil for none, and left away where there is no user.
  package let password: String?
  /// A file of certificates in PEM form; nil for those of the system.
  package let authorities: String?
  /// The address that the server is told as the sender's, without a name.
  package let sender: String
  /// The addresses that it goes to, without names; at least one.
  package let recipients: [String]
  /// The mail with its header, as it is sent.
  package let body: String
  /// How long it may take in all; less than 1 counts as 1.
  package let seconds: Double

  /// How it ended.
  package struct Result: Hashable, Sendable {
    /// Whether the server took it.
    package let isTaken: Bool
    /// Its last answer (RFC 5321, section 4.2.1); 0 where there was none.
    package let response: Int
    /// What went wrong.
    package let problem: String
  }

  /// Sends it. It takes a thread of its own, and so many seconds at most.
  package func result() async -> Result {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: send()) }
    }
  }

  private func send() -> Result {
    let end = withPointers([url, sender, user, password, authorities] + recipients) { texts in
      body.withCString { body in
        let count = texts.count - 5
        return Array(texts[5...]).withUnsafeBufferPointer { recipients in
          var mail = plumb_mail()
          mail.url = texts[0]
          mail.sender = texts[1]
          mail.user = texts[2]
          mail.password = texts[2] == nil ? nil : texts[3]
          mail.authorities = texts[4]
          mail.needs_starttls = needsSTARTTLS ? 1 : 0
          mail.recipients = recipients.baseAddress
          mail.recipient_count = count
          mail.body = body
          mail.body_length = self.body.utf8.count
          mail.seconds = max(1, Int(seconds))
          return plumb_mail_send(&mail)
        }
      }
    }
    let problem = withUnsafeBytes(of: end.problem) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return Result(
      isTaken: end.code == 0, response: Int(end.response), problem: problem.visible)
  }

  /// What `work` gives with the texts as C has them.
  private func withPointers<Value>(
    _ texts: [String?], _ work: ([UnsafePointer<CChar>?]) -> Value
  ) -> Value {
    let copies = texts.map { text in text.map { ContiguousArray($0.utf8CString) } }
    func next(_ index: Int, _ pointers: [UnsafePointer<CChar>?]) -> Value {
      guard index < copies.count else { return work(pointers) }
      guard let copy = copies[index] else { return next(index + 1, pointers + [nil]) }
      return copy.withUnsafeBufferPointer { next(index + 1, pointers + [$0.baseAddress]) }
    }
    return next(0, [])
  }
}
