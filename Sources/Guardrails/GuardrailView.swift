package import ConfigurationModel

/// A table that conditions ask: rows made from the configurations of resources.
package struct GuardrailView: Sendable {
  /// One value of a row.
  package enum Cell: Hashable, Sendable {
    /// It is not there, or was not read.
    case null
    case integer(Int64)
    case text(String)
  }

  /// What a row is made of.
  package struct Element: Sendable {
    /// What it is called in its resource: `tcp 22 from 0.0.0.0/0`; empty for the resource itself.
    package let label: String
    /// The normalized part of the configuration that the row is of.
    package let value: ConfigurationValue
    /// What it is in: the name of the policy of a statement.
    package let container: String

    /// Makes a row's content; most stand in nothing that has a name.
    package init(_ label: String, _ value: ConfigurationValue, in container: String = "") {
      self.label = label
      self.value = value
      self.container = container
    }
  }

  /// A column of its own, beside those that every view has.
  package struct Column: Sendable {
    /// What the values of a column are, as SQLite names it.
    package enum Form: String, Sendable {
      case text = "TEXT"
      case integer = "INTEGER"
    }

    /// The column's name in SQL.
    package let name: String
    /// Whether it holds texts or whole numbers.
    package let form: Form
    /// In a few words, for who writes a condition.
    package let meaning: String
    /// The top-level fields of the configuration that it says something of; empty for what the view's source gives.
    package let parts: [String]
    /// Gives the value of a row; null for what is not there.
    package let read: @Sendable (Element) -> Cell
  }

  /// A type whose resources have rows in the view.
  package struct Source: Sendable {
    /// The type of the resources.
    package let type: ResourceType
    /// The top-level fields that the rows are made of; none where a resource is one row.
    package let parts: [String]
    /// Gives what each row of a resource is made of, from its normalized configuration.
    package let elements: @Sendable (ConfigurationValue) -> [Element]
  }

  /// The view's name in SQL; over transitions `before_` or `after_` goes before it.
  package let name: String
  /// In a few words: what a row is.
  package let meaning: String
  /// The types that have rows in it, each once.
  package let sources: [Source]
  /// Its own columns, in the order in which they follow those that every view has.
  package let columns: [Column]

  /// What every view has before its own columns.
  package static let commonColumns: [(name: String, form: Column.Form, meaning: String)] = [
    ("resource", .integer, "the resource that the row is of; a condition names it"),
    ("account", .text, "its account"), ("region", .text, "its region, or global"),
    ("type", .text, "its type, as CloudFormation calls it"), ("id", .text, "its id"),
    ("name", .text, "what people call it, or null"),
    ("label", .text, "what the row is called in its resource"),
  ]

  /// The rows of a resource, each with a cell for every column; none where the view has nothing of its type.
  ///
  /// - Parameter key: What the resource is called in the column `resource`.
  package func rows(of observed: ObservedResource, key: Int64) -> [[Cell]] {
    let id = observed.resource.id
    let common: [Cell] = [
      .integer(key), .text(id.account), .text(id.region), .text(id.type.name), .text(id.id),
      observed.resource.name.map { .text($0) } ?? .null,
    ]
    let unread = columns.map { $0.parts.contains(where: observed.isUnread) }
    return sources.filter { $0.type == id.type }.flatMap { source in
      source.elements(observed.configuration).map { element in
        let own = zip(columns, unread).map { $1 ? Cell.null : $0.read(element) }
        return common + [.text(element.label)] + own
      }
    }
  }

  /// The top-level fields of a resource of a type that some columns need, and the view's rows themselves.
  package func parts(of type: ResourceType, for names: Set<String>) -> Set<String> {
    let own = sources.filter { $0.type == type }
    guard !own.isEmpty else { return [] }
    return Set(own.flatMap(\.parts))
      .union(columns.filter { names.contains($0.name) }.flatMap(\.parts))
  }

  /// The types that have rows in it.
  package var types: Set<ResourceType> { Set(sources.map(\.type)) }
}
