/// What a call was made with, as its user agent says it. A caller may write there what it likes: it tells how, and never
/// who.
package enum Tool: Hashable, Sendable {
  case console, commandLine, terraform, cloudFormation, cdk, sdk
  /// An AWS service for somebody.
  case service(String)
  case other(String)
  case unknown

  /// What agents say, in lower case; the first that is there counts.
  private static let known: [(words: [UInt8], tool: Tool)] = [
    ("terraform", Tool.terraform), ("cloudformation", .cloudFormation), ("aws-cdk", .cdk),
    ("cdk/", .cdk), ("console.amazonaws.com", .console), ("signin.amazonaws.com", .console),
    ("aws-internal", .console), ("aws internal", .console), ("aws-cli", .commandLine),
    ("boto", .sdk), ("aws-sdk", .sdk),
  ].map { (Array($0.0.utf8), $0.1) }

  init(userAgent: String, invokedBy: String?, isConsole: Bool) {
    var agent = userAgent.lowercased()
    // Asked of every event: looking at bytes costs a tenth of looking at characters.
    let known = agent.withUTF8 { bytes in Self.known.first { bytes.hold($0.words) } }
    if invokedBy?.hasPrefix("cloudformation") == true {
      self = .cloudFormation
    } else if let known {
      self = known.tool
    } else if isConsole {
      self = .console
    } else if agent.hasSuffix(".amazonaws.com") {
      self = .service(userAgent)
    } else {
      self = agent.isEmpty ? .unknown : .other(userAgent)
    }
  }

  /// `Terraform`, `the console`; nil where nothing is known.
  package var words: String? {
    switch self {
    case .console: "the console"
    case .commandLine: "the AWS CLI"
    case .terraform: "Terraform"
    case .cloudFormation: "CloudFormation"
    case .cdk: "the CDK"
    case .sdk: "an SDK"
    case .service(let name): "the service \(name)"
    case .other(let agent): agent
    case .unknown: nil
    }
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func hold(_ words: [UInt8]) -> Bool {
    guard count >= words.count else { return false }
    return (0...(count - words.count)).contains { start in
      self[start] == words[0] && self[start..<(start + words.count)].elementsEqual(words)
    }
  }
}
