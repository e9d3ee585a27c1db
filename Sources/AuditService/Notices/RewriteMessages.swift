package import AuditStore
package import ChangeDocuments
package import ConfigurationModel
import Notices

/// Writes messages anew that wait for a destination which is of another kind now, as mail where it was a webhook.
package struct RewriteMessages {
  private let store: AuditStore
  private let notices: Settings.Notices
  private let at: Timestamp

  /// Makes the writing of a moment, by which findings stand as they do.
  package init(store: AuditStore, notices: Settings.Notices, at: Timestamp) {
    self.store = store
    self.notices = notices
    self.at = at
  }

  /// Does nothing where every message is what its destination takes.
  package func run() throws {
    guard try !all().isEmpty else { return }
    try store.writing {
      let told = try ToldFindings(store: store, at: at)
      for (message, destination) in try all() {
        let make = try MakeMessages(store, destination, link: notices.link, told: told, at: at)
        if let new = try make.again(message) {
          try store.rewrite(message, as: new)
        } else {
          // A reminder of what somebody looks after meanwhile.
          try store.takeBack(reminder: message.number)
        }
      }
    }
  }

  private func all() throws -> [(StoredMessage, NoticeDestination)] {
    try store.messages(in: [.waiting]).compactMap { message in
      notices.destinations.first { $0.name == message.message.destination }
        .flatMap { $0.channel.word == message.message.channel ? nil : (message, $0) }
    }
  }
}
