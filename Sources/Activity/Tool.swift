/// What a call was made with, as its user agent says it. A caller may write there what it likes: it tells how, and never
/// who.
package enum Tool: Hashable, Sendable {
  case console, commandLine, terraform, cloudFormation, cdk, sdk
  /// An AWS service for somebody.
  case service(String)
  case other(String)
  case unknown

  init(userAgent: String, invokedBy: String?, isConsole: Bool) {
    let agent = userAgent.lowercased()
    let known: [(String, Tool)] = [
      ("terraform", .terraform), ("cloudformation", .cloudFormation), ("aws-cdk", .cdk),
      ("cdk/", .cdk), ("console.amazonaws.com", .console), ("signin.amazonaws.com", .console),
      ("aws-internal", .console), ("aws internal", .console), ("aws-cli", .commandLine),
      ("boto", .sdk), ("aws-sdk", .sdk),
    ]
    if invokedBy?.hasPrefix("cloudformation") == true {
      self = .cloudFormation
    } else if let (_, tool) = known.first(where: { agent.contains($0.0) }) {
      self = tool
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
