package import ConfigurationDiff
package import ConfigurationModel

extension CallEffect {
  /// Where the values stand that the call names: members of lists, and fields; nil where it does not name all that it
  /// changed.
  package func named(_ kind: ResourceKind, _ context: NormalizationContext)
    -> Set<ConfigurationPath>?
  {
    let own = { (document: ConfigurationValue) in
      kind.normalized(part: document, context: context)
    }
    var paths: Set<ConfigurationPath> = []
    for step in steps {
      switch step {
      case .put(let document), .add(let document), .amend(let document), .take(let document),
        .strip(let document, _):
        paths.formUnion(own(document).namedPaths)
      case .replace(let document):
        paths.formUnion(own(document).fieldNames.map { ConfigurationPath([.key($0)]) })
      case .clear(let fields): paths.formUnion(fields.map { ConfigurationPath([.key($0)]) })
      case .drop, .empty, .unsure, .create, .delete, .touch: return nil
      }
    }
    return paths.isEmpty ? nil : paths
  }
}

extension [CallEffect] {
  /// What the call changed, and which parts of that have ids of their own. What only gives an id to an association changes
  /// nothing; a rule of a security group that the same call changes is a part of it.
  package var withoutParts: (changes: [CallEffect], parts: [CallEffect]) {
    let changes = filter { !$0.steps.isEmpty }
    let isOfGroup = changes.contains { $0.type == "AWS::EC2::SecurityGroup" }
    let isPart = { (effect: CallEffect) in
      isOfGroup && effect.type == "AWS::EC2::SecurityGroupRule"
    }
    return (changes.filter { !isPart($0) }, changes.filter(isPart))
  }
}

extension ConfigurationValue {
  fileprivate var fieldNames: [String] {
    switch self {
    case .object(let fields): Array(fields.keys)
    case .null, .bool, .number, .string, .list, .elements: []
    }
  }

  /// Each member of its lists, and each other field.
  fileprivate var namedPaths: [ConfigurationPath] {
    fieldNames.flatMap { field -> [ConfigurationPath] in
      guard case .elements(let members) = self[field] else {
        return [ConfigurationPath([.key(field)])]
      }
      return members.keys.map { ConfigurationPath([.key(field), .element($0)]) }
    }
  }
}
