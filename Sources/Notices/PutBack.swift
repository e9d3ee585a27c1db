package import ConfigurationModel

/// How an edit is taken back by hand.
package enum PutBack: Hashable, Sendable {
  /// A command of the AWS CLI, to be read before it is run.
  package enum Way: Hashable, Sendable {
    case command(String)
    /// What to do, where no single command does it with what is known.
    case words(String)

    /// One line.
    package var text: String {
      switch self {
      case .command(let text), .words(let text): text
      }
    }
  }

  /// The ways for the edits of a finding that stand and that no record covers, each once, in the order of the edits.
  package static func ways(for finding: Finding) -> [Way] {
    switch finding.status {
    case .resolved: return []
    case .open, .acknowledged, .accepted: break
    }
    let edits = finding.unapproved.filter { $0.passage == nil }.newestFirst.map(\.edit)
    var ways: [Way] = []
    for edit in edits {
      guard let way = way(for: edit, of: finding.resource.id, beside: edits),
        !ways.contains(way)
      else { continue }
      ways.append(way)
    }
    return ways
  }

  /// Nil where another edit's way takes this one back too.
  private static func way(for edit: Edit, of resource: ResourceID, beside edits: [Edit]) -> Way? {
    let deed = Deed(edit: edit, resource: resource, beside: edits)
    if deed.isDoneByAnother { return nil }
    // A command that sets a value to the token of a secret sets it to something else than it was.
    if let arguments = deed.arguments, !arguments.contains(where: \.holdsToken) {
      let command = AWSCommand(arguments, in: resource.region)
      // A text that a terminal would not show as it is belongs into no command that somebody copies.
      if let text = command.text { return .command(text) }
    }
    let words = words(for: edit).visible.cut(to: 2_000)
    return .words(words.holdsToken ? words + unkept : words)
  }

  private static let unkept = " ('secret:' and a digest stands for a value that is not kept)"

  private static func words(for edit: Edit) -> String {
    if edit.path == .root {
      return edit.new == nil
        ? "make the resource anew; 'plumb show' has its configuration"
        : "delete the resource, where nothing needs it"
    }
    if edit.old?.string?.isToken ?? false {
      let verb =
        edit.word == .removed ? "add \(edit.path.text) again" : "set \(edit.path.text) back"
      return verb + ": its value was a secret, which is not kept"
    }
    return switch edit.change {
    case .added: "take \(edit.path.text) away"
    case .removed(let value): "add \(edit.path.text) again: \(value.canonicalJSON)"
    case .changed(let old, _): "set \(edit.path.text) back to \(old.canonicalJSON)"
    }
  }
}

/// An edit with what its inverse needs.
struct Deed {
  let edit: Edit
  let resource: ResourceID
  /// All edits of the same finding.
  let beside: [Edit]

  /// The steps of the path as texts; a position has none.
  var steps: [String] {
    edit.path.steps.map { step in
      switch step {
      case .key(let text), .element(let text): text
      case .index(let index): "#\(index)"
      }
    }
  }

  /// Whether the way of another edit takes this one back too.
  var isDoneByAnother: Bool { isPartOfRouteSetElsewhere || isRouteOfGateway }

  /// What follows `aws` on the command line; nil where no one command is known.
  var arguments: [String]? {
    if let tags = tagArguments { return tags }
    return switch resource.type.name {
    case "AWS::EC2::SecurityGroup": securityGroupArguments
    case "AWS::EC2::RouteTable": routeTableArguments
    case "AWS::EC2::NetworkAcl": networkAclArguments
    case "AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy": iamArguments
    default: otherArguments
    }
  }
}

/// A line for a shell.
struct AWSCommand {
  private let words: [String]

  init(_ arguments: [String], in region: String) {
    let place = region == Scope.global ? [] : ["--region", region]
    words = ["aws"] + arguments + place
  }

  /// The line; nil where a word holds what a terminal would not show.
  var text: String? { words.shellLine }
}

extension [String] {
  /// The words as a line, each quoted where a shell would read more into it (POSIX, "Quoting"); nil where a word holds
  /// what a terminal would not show.
  var shellLine: String? {
    guard allSatisfy({ $0.visible == $0 && !$0.isEmpty }) else { return nil }
    return map(\.shellQuoted).joined(separator: " ")
  }
}

extension String {
  /// Whether it is what stands for a secret in the store.
  fileprivate var isToken: Bool { wholeMatch(of: /secret:[0-9a-fA-F]{64}/) != nil }

  /// Whether the token of a secret stands in it.
  fileprivate var holdsToken: Bool { contains(/secret:[0-9a-fA-F]{64}/) }

  fileprivate var shellQuoted: String {
    let isPlain = unicodeScalars.allSatisfy { scalar in
      ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        || "-_./:=,@+".unicodeScalars.contains(scalar)
    }
    return isPlain ? self : "'" + replacingScalars { $0 == "'" ? "'\\''" : nil } + "'"
  }
}

extension [JudgedEdit] {
  /// Where there are more than a message tells, the newest first: it tells what is new. Those of one time stay in their
  /// order.
  var newestFirst: [JudgedEdit] {
    guard count > NoticeEntry.most else { return self }
    return enumerated().sorted { left, right in
      let (first, second) = (left.element.occurred.until, right.element.occurred.until)
      return first == second ? left.offset < right.offset : first > second
    }.map(\.element)
  }
}
