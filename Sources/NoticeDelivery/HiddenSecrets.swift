import ChangeDocuments
import ConfigurationModel
import Foundation

/// The secrets of destinations and of the environment, so that no problem tells them: servers like to say which address
/// they do not know, and what they were sent; a program has all of the environment.
struct HiddenSecrets {
  private let texts: [String]

  init(of channels: [NoticeDestination.Channel], _ reader: SecretReader) {
    let secrets =
      channels.flatMap(\.secrets).compactMap { try? reader.text(of: $0) } + reader.ownSecrets
    let logins = channels.flatMap(\.logins).flatMap { login in
      (try? reader.text(of: login.secret)).map { secret in
        // Basic (RFC 7617) and PLAIN (RFC 4616).
        ["\(login.user):\(secret)", "\u{0}\(login.user)\u{0}\(secret)"]
      } ?? []
    }
    let queries = channels.compactMap(\.writtenAddress).flatMap { address in
      address.drop { $0 != "?" }.split { "?&=#".contains($0) }.map(String.init)
    }
    let parts =
      queries
      + secrets.filter(\.isWebAddress).flatMap { address in
        address.split { "/?&=#".contains($0) }.dropFirst(2).map(String.init)
      }
    let arguments = channels.flatMap(\.secretArguments)
    // A short part is no secret, and stands in many words.
    let whole = (secrets + logins + arguments).filter { $0.count >= 4 }
    let all = (whole + parts.filter { $0.count >= 6 }).flatMap(\.spellings)
    texts = Set(all).filter { $0.count >= 4 }.sorted { ($1.count, $0) < ($0.count, $1) }
  }

  /// The same without them.
  func scrub(_ delivery: Delivery) -> Delivery {
    switch delivery {
    case .taken: delivery
    case .later(let seconds, let problem): .later(seconds: seconds, problem: scrub(problem))
    case .refused(let problem): .refused(problem: scrub(problem))
    }
  }

  /// Cut only afterwards: the beginning of a secret is none that is known.
  private func scrub(_ problem: String) -> String {
    String(texts.reduce(problem) { $0.replacing($1, with: "…") }.prefix(300))
  }
}

extension NoticeDestination.Channel {
  /// The address of a webhook as the settings have it: a token may stand in its query.
  fileprivate var writtenAddress: String? {
    switch self {
    case .webhook(let webhook):
      switch webhook.address {
      case .plain(let address): address
      case .secret: nil
      }
    case .program, .slack, .teams, .pagerDuty, .mail, .sns, .jira, .serviceNow: nil
    }
  }

  /// What is given to a program and may be a secret: neither an option's name nor a file's.
  fileprivate var secretArguments: [String] {
    switch self {
    case .program(let call):
      // Who writes a whole command into one word writes its arguments there.
      (call.command.prefix(1).flatMap { $0.split(separator: " ").dropFirst().map(String.init) }
        + call.command.dropFirst()).compactMap(\.secretArgument).flatMap { [$0] + $0.secretWords }
    case .webhook, .slack, .teams, .pagerDuty, .mail, .sns, .jira, .serviceNow: []
    }
  }

  /// The users whose secrets are sent together with their names.
  fileprivate var logins: [(user: String, secret: SecretSource)] {
    switch self {
    case .webhook, .program, .slack, .teams, .pagerDuty, .sns: return []
    case .jira(let jira): return jira.user.map { [($0, jira.token)] } ?? []
    case .serviceNow(let serviceNow): return [(serviceNow.user, serviceNow.password)]
    case .mail(let mail):
      guard case .server(let server) = mail.way, let user = server.user,
        let password = server.password
      else { return [] }
      return [(user, password)]
    }
  }
}

extension String {
  /// What of a program's argument may be a secret; nil where it is an option's name or a file's.
  fileprivate var secretArgument: String? {
    if hasPrefix("-") {
      return firstIndex(of: "=").map { String(self[index(after: $0)...]) }
    }
    let ending = split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
    let isFile = (1...4).contains(ending.count) && ending.allSatisfy(\.isLetter)
    return isFile && !contains { "@:= ".contains($0) } ? nil : self
  }

  /// The words of a text that are probably secrets: with digits among letters, or very long.
  fileprivate var secretWords: [String] {
    split { !($0.isLetter || $0.isNumber || "-_.+/=~".contains($0)) }.map(String.init).filter {
      word in
      word.count >= 6 && word.contains(where: \.isNumber) && word.contains(where: \.isLetter)
        || word.count >= 20
    }
  }

  /// The forms in which an answer may repeat it.
  fileprivate var spellings: [String] {
    let plain = [self, removingPercentEncoding].compactMap { $0 } + base64Forms
    let coded = plain.flatMap { text in
      [
        text.queryEncoded, text.queryEncoded.lowercasingEscapes, text.markupEscaped,
        text.jsonEscaped, text.jsonEscaped.replacing("/", with: "\\/"),
      ]
    }
    return (plain + coded).flatMap { text in
      // As problems show a text: on one line, with its hidden characters written out.
      [
        text, text.visible,
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ").visible,
      ]
    }
  }

  /// In base64, of the web too, without what ends it.
  private var base64Forms: [String] {
    let text = Data(utf8).base64EncodedString().filter { $0 != "=" }
    return [text, text.replacing("+", with: "-").replacing("/", with: "_")]
  }

  /// `%2f` for `%2F`.
  private var lowercasingEscapes: String {
    let parts = split(separator: "%", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(into: String(parts.first ?? "")) { text, part in
      text += "%" + part.prefix(2).lowercased() + part.dropFirst(2)
    }
  }

  private var markupEscaped: String {
    replacingScalars { ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"][$0] }
  }

  private var jsonEscaped: String {
    String(ConfigurationValue.string(self).canonicalJSON.dropFirst().dropLast())
  }
}
