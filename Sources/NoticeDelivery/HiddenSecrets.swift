import ChangeDocuments

/// The secrets of a destination, so that no problem tells them: servers like to say which address they do not know.
struct HiddenSecrets {
  private let texts: [String]

  init(of channel: NoticeDestination.Channel, _ reader: SecretReader) {
    let secrets = channel.secrets.compactMap { try? reader.text(of: $0) }
    let parts = secrets.filter(\.isWebAddress).flatMap { address in
      address.split { "/?&=#".contains($0) }.dropFirst(2).map(String.init)
    }
    // A short part is no secret, and stands in many words.
    texts = (secrets + parts).filter { $0.count >= 6 }.sorted { $0.count > $1.count }
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
