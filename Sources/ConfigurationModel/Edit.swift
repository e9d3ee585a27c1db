/// One leaf-level difference between two configurations of a resource.
package struct Edit: Hashable, Sendable {
  /// Where; the root path where the whole resource was created or deleted.
  package let path: ConfigurationPath
  /// What happened there.
  package let change: Change

  /// What happened at the path, with the values.
  package enum Change: Hashable, Sendable {
    case added(ConfigurationValue)
    case removed(ConfigurationValue)
    case changed(from: ConfigurationValue, to: ConfigurationValue)
  }

  /// Makes an edit; a creation or deletion stands at the root path.
  package init(_ path: ConfigurationPath, _ change: Change) {
    self.path = path
    self.change = change
  }

  /// The value before; nil where it was added.
  package var old: ConfigurationValue? {
    switch change {
    case .added: nil
    case .removed(let value): value
    case .changed(let value, _): value
    }
  }

  /// The value after; nil where it was removed.
  package var new: ConfigurationValue? {
    switch change {
    case .added(let value): value
    case .removed: nil
    case .changed(_, let value): value
    }
  }

  /// The edit that takes this one back.
  package var inverse: Edit {
    switch change {
    case .added(let value): Edit(path, .removed(value))
    case .removed(let value): Edit(path, .added(value))
    case .changed(let old, let new): Edit(path, .changed(from: new, to: old))
    }
  }

  /// The word for the change: `added`, `removed`, `changed`.
  package var word: ChangeWord {
    switch change {
    case .added: .added
    case .removed: .removed
    case .changed: .changed
    }
  }
}

/// The three words for what an edit did, as documents and reports spell them.
package enum ChangeWord: String, Hashable, Sendable, CaseIterable {
  case added, removed, changed
}
