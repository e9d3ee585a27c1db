package import ConfigurationModel
import Foundation

/// The head of a store's ledger: how many events it holds, and the root of the tree over them. Kept
/// elsewhere, it proves what was in the store when it was written down.
package struct LedgerHead: Hashable, Sendable {
  /// How many events the ledger held: the leaves of its tree.
  package let size: Int
  /// 64 hexadecimal digits.
  package let root: String
  /// What the store's key calls the store; nil where a head was written down without it.
  package let store: String?

  /// Makes a head of what was written down; nothing is checked here.
  package init(size: Int, root: String, store: String?) {
    self.size = size
    self.root = root
    self.store = store
  }

  /// `SIZE:ROOT`, and the store's name where it is known.
  package var text: String { "\(size):\(root)" + (store.map { " \($0)" } ?? "") }

  /// Reads what `text` gives; blank space around it does not count.
  package init(parsing text: String) throws(Problem) {
    let words = text.split(whereSeparator: \.isWhitespace)
    let parts = words.first?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    guard (1...2).contains(words.count), parts.count == 2, let size = Int(parts[0]), size >= 0,
      parts[1].count == 64, parts[1].allSatisfy({ $0.isASCII && $0.isHexDigit })
    else { throw .headUnreadable(text) }
    self.init(
      size: size, root: parts[1].lowercased(), store: words.count == 2 ? String(words[1]) : nil)
  }
}

extension Problem {
  fileprivate static func headUnreadable(_ text: String) -> Problem {
    Problem(
      "head-unreadable", "'\(text.prefix(100))' is not the head of a ledger.",
      hint: "Give what 'plumb verify --head' printed, SIZE:ROOT, or a file that holds it.")
  }
}
