import ConfigurationModel

/// A provider of identities that many organizations share: its URL does not say whose a token is, a claim of the token does
/// (IAM User Guide, "Identity-provider controls for shared OIDC providers"; for those that AWS knows without an OIDC
/// provider, "Available keys for AWS web identity federation").
struct SharedProvider {
  /// How a claim that may differ in its end names an owner.
  struct Owner {
    /// What stands before the owner.
    let label: String
    /// What ends the owner's name.
    let end: Character

    init(_ label: String, _ end: Character) {
      self.label = label
      self.end = end
    }
  }

  /// Its URL without `https://`.
  let url: String
  /// The condition keys that say whose a token is, in small letters, with the ways in which their values begin; none where
  /// only a whole value says it.
  private let owners: [String: [Owner]]

  /// - Parameter claims: What follows the URL in the keys.
  private init(_ url: String, _ claims: [String: [Owner]]) {
    self.url = url
    owners = Dictionary(
      claims.map { ("\(url):\($0.key)", $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private init(_ url: String, key: String) {
    self.url = url
    owners = [key: []]
  }

  /// The provider of a principal: of the ARN of an OIDC provider, or of a name that AWS knows. Nil for one whose URL says
  /// whose it is, such as that of a cluster of EKS.
  static func of(principal name: String) -> SharedProvider? {
    let mark = "oidc-provider/"
    let name = name.lowercased()
    let url = name.firstRange(of: mark).map { String(name[$0.upperBound...]) } ?? name
    return all.first { $0.url == url || $0.url + "/" == url }
  }

  /// Whether a Condition names whose tokens it lets in.
  func isLimited(by condition: ConfigurationValue) -> Bool {
    condition.hasConditionTest { test in
      guard ConditionComparison(test.comparison) == .text, let owners = owners[test.key] else {
        return false
      }
      return test.values.allSatisfy { Self.isOwned($0, owners) }
    }
  }

  private static func isOwned(_ value: String, _ owners: [Owner]) -> Bool {
    // A variable is replaced by what the caller brings.
    guard !value.isEmpty, !value.contains("$\u{7B}") else { return false }
    if owners.isEmpty { return !value.hasWildcard }
    return owners.contains { owner in
      guard value.hasPrefix(owner.label) else { return false }
      let rest = value.dropFirst(owner.label.count)
      let name = rest.prefix { $0 != owner.end }
      // `repo:me*` is whoever calls himself `mean`.
      return !name.isEmpty && !String(name).hasWildcard
    }
  }

  private static let subjects: [String: [Owner]] = ["sub": []]

  /// GitHub's subject can be made of other claims, the owner among them (GitHub Docs, "OpenID Connect reference").
  private static let github: [String: [Owner]] = [
    "sub": [
      Owner("repo:", "/"), Owner("repository:", "/"), Owner("repository_owner:", ":"),
      Owner("repository_owner_id:", ":"), Owner("repository_id:", ":"), Owner("enterprise:", ":"),
      Owner("enterprise_id:", ":"),
    ],
    "repository": [Owner("", "/")], "repository_id": [], "enterprise_id": [],
  ]

  private static let pulumi: [String: [Owner]] = [
    "aud": [],
    "sub": [Owner("pulumi:deploy:org:", ":"), Owner("pulumi:environments:org:", ":")],
  ]

  private static let all: [SharedProvider] =
    [
      SharedProvider("token.actions.githubusercontent.com", github),
      SharedProvider("vstoken.actions.githubusercontent.com", github),
      SharedProvider("gitlab.com", ["sub": [Owner("project_path:", "/")]]),
      SharedProvider("app.terraform.io", ["sub": [Owner("organization:", ":")]]),
      SharedProvider("agent.buildkite.com", ["sub": [Owner("organization:", ":")]]),
      SharedProvider("oidc.codefresh.io", ["sub": [Owner("account:", ":")]]),
      SharedProvider("scalr.io", ["sub": [Owner("account:", ":")]]),
      SharedProvider("proidc.upbound.io", ["sub": [Owner("mcp:", "/")]]),
      SharedProvider("oidc.vercel.com", ["aud": [], "sub": [Owner("owner:", ":")]]),
      SharedProvider("api.pulumi.com/oidc", pulumi),
      SharedProvider("sandboxes.cloud", ["aud": []]),
      SharedProvider("accounts.google.com", ["aud": [], "sub": []]),
      SharedProvider("cognito-identity.amazonaws.com", ["aud": [], "sub": []]),
      SharedProvider("graph.facebook.com", ["app_id": [], "id": []]),
      SharedProvider("www.amazon.com", ["app_id": [], "user_id": []]),
      SharedProvider(
        "sts.windows.net/33e01921-4d64-4f8c-a055-5bdaffd5e33d", key: "sts:rolesessionname"),
    ]
    + [
      "oidc-configuration.audit-log.githubusercontent.com", "studio.datachain.ai/api",
      "tokens.cloud.shisho.dev",
    ].map { SharedProvider($0, subjects) }
}

extension ConfigurationValue {
  /// Of a statement: the shared providers that it names.
  var sharedProviders: [SharedProvider] {
    principals.filter { $0.kind == "Federated" }.compactMap {
      SharedProvider.of(principal: $0.name)
    }
  }

  /// Of a statement: whether its Condition names who may come by values that others do not have. All tests have to hold, and
  /// none holds for a token of another provider than it names.
  var keepsOthersOut: Bool {
    guard let condition = self["Condition"] else { return false }
    return condition.namesFixedCallers
      || sharedProviders.contains { $0.isLimited(by: condition) }
  }
}
