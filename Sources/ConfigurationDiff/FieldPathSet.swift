import ConfigurationModel

/// Several paths that are followed together through one walk of a document.
package struct FieldPathSet: Sendable {
  /// What follows `**.NAME`, by that name: such paths lead on from anywhere.
  private let floating: [String: [ArraySlice<FieldPath.Step>]]
  private let fixed: [ArraySlice<FieldPath.Step>]

  /// Makes a set of paths, to be followed from `top` on.
  package init(_ paths: [FieldPath]) {
    var (floating, fixed): ([String: [ArraySlice<FieldPath.Step>]], [ArraySlice<FieldPath.Step>]) =
      ([:], [])
    for path in paths {
      if path.steps.first == .anyDepth, case .key(let name)? = path.steps.dropFirst().first {
        floating[name, default: []].append(path.steps.dropFirst(2))
      } else {
        fixed.append(path.steps[...])
      }
    }
    (self.floating, self.fixed) = (floating, fixed)
  }

  /// At the top of a document.
  package var top: Spot { Spot(rests: fixed.flatMap(open), set: self) }

  /// A place in a document, and what of the paths leads on from there.
  package struct Spot: Sendable {
    private let rests: [ArraySlice<FieldPath.Step>]
    private let set: FieldPathSet

    fileprivate init(rests: [ArraySlice<FieldPath.Step>], set: FieldPathSet) {
      (self.rests, self.set) = (rests, set)
    }

    /// Whether one of the paths names this place.
    package var isNamed: Bool { rests.contains { $0.isEmpty } }

    /// The field of an object.
    package func field(_ key: String) -> Spot {
      let ahead = rests.flatMap { rest -> [ArraySlice<FieldPath.Step>] in
        switch rest.first {
        case .key(let name)?: name.isIdentical(to: key) ? open(rest.dropFirst()) : []
        case .fields?: open(rest.dropFirst())
        case .anyDepth?: open(rest)
        case .members?, nil: []
        }
      }
      let begun = set.floating.value(exactly: key)?.flatMap(open) ?? []
      return Spot(rests: ahead + begun, set: set)
    }

    /// A member of a list or of elements.
    package var member: Spot {
      guard !rests.isEmpty else { return self }
      let ahead = rests.flatMap { rest -> [ArraySlice<FieldPath.Step>] in
        switch rest.first {
        case .members?: open(rest.dropFirst())
        case .anyDepth?: open(rest)
        case .key?, .fields?, nil: []
        }
      }
      return Spot(rests: ahead, set: set)
    }
  }
}

/// Where the rest of a path may go on: `**` stands for no step too.
private func open(_ rest: ArraySlice<FieldPath.Step>) -> [ArraySlice<FieldPath.Step>] {
  rest.first == .anyDepth ? [rest] + open(rest.dropFirst()) : [rest]
}
