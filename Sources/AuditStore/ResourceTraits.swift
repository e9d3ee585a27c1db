import Foundation

/// What rules select a resource by besides its id and scope: as it was expected before the interval
/// of the edit that is judged; as observed only where the resource is new.
package struct ResourceTraits: Hashable, Sendable {
  /// Nil where it has no name.
  package let name: String?
  /// Nil where nobody read them.
  package let tags: [String: String]?

  /// Makes traits of what was expected, or observed where the resource is new.
  package init(name: String?, tags: [String: String]?) {
    self.name = name
    self.tags = tags
  }

  private struct Coded: Codable {
    var name: String?
    var tags: [String: String]?
  }

  /// As it stands in the store: JSON with sorted keys.
  func encoded() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return String(decoding: try encoder.encode(Coded(name: name, tags: tags)), as: UTF8.self)
  }

  /// Reads what stands in the store. Throws `DecodingError`.
  init(decoding text: String) throws {
    let coded = try JSONDecoder().decode(Coded.self, from: Data(text.utf8))
    self.init(name: coded.name, tags: coded.tags)
  }
}
