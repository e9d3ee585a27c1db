import ArgumentParser
import AuditStore
import Foundation

extension CompletionKind {
  /// Names that the store holds, of these kinds; none where there is no store. The store is the one that the
  /// words before name, or the usual one.
  ///
  /// Resources may be called `$(reboot)`, and the scripts that ArgumentParser writes have the shell expand what it is
  /// offered: only names that mean nothing to a shell are.
  static func names(of kinds: AuditStore.NameKind...) -> CompletionKind {
    .custom { words, _, prefix in
      let options = zip(words, words.dropFirst()).filter { $0.0 == "--store" }.last?.1
      let joined = words.last { $0.hasPrefix("--store=") }.map { String($0.dropFirst(8)) }
      var store = StoreOptions()
      store.store = options ?? joined
      guard let path = try? store.path, let opened = try? AuditStore(path: path, mode: .reading)
      else { return [] }
      let names = kinds.flatMap { (try? opened.names(of: $0)) ?? [] }
      return names.filter { $0.hasPrefix(prefix) && $0.isPlainWord }
    }
  }
}

extension String {
  /// Whether it is one word of which no shell expands anything.
  var isPlainWord: Bool {
    !isEmpty && !hasPrefix("-")
      && utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "._/:@+-,".utf8.contains(byte)
        }
      }
  }
}
