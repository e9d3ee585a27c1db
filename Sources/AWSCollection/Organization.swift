package import AWSClient
import ConfigurationModel

/// The accounts of an AWS Organization, asked with the credentials of its management account or of
/// a delegated administrator.
package struct Organization {
  /// An account as the organization lists it.
  package struct Account: Hashable, Sendable {
    /// Twelve digits.
    package let id: String
    /// What the organization calls it; two accounts may have one name.
    package let name: String
    /// Whether it is neither suspended nor being closed (Organizations API Reference, "Account").
    package let isActive: Bool
  }

  private let client: AWSClient

  /// Makes the question; `client` has the credentials of one of these two accounts.
  package init(_ client: AWSClient) { self.client = client }

  /// All accounts, or those in and below organizational units, in the order of their ids.
  package func accounts(in units: [String]) async throws -> [Account] {
    guard !units.isEmpty else {
      let accounts = try await listed("list-accounts", "Accounts").map(Account.init)
      // Each has its management account at least.
      guard !accounts.isEmpty else {
        throw AWSError(
          code: "MalformedResponse", message: "The organization is said to have no accounts.",
          requestID: nil, status: 200)
      }
      return Dictionary(accounts.map { ($0.id, $0) }) { first, _ in first }.values
        .sorted { $0.id < $1.id }
    }
    var found: [String: Account] = [:]
    var open = units
    var seen = Set(units)
    while let unit = open.popLast() {
      let accounts = try await listed("list-accounts-for-parent", "Accounts", parent: unit)
      for account in try accounts.map(Account.init) { found[account.id] = account }
      let below = try await listed(
        "list-organizational-units-for-parent", "OrganizationalUnits", parent: unit)
      open += below.compactMap { $0["Id"]?.string }.filter { seen.insert($0).inserted }
    }
    return found.values.sorted { $0.id < $1.id }
  }

  private func listed(_ operation: String, _ member: String, parent: String? = nil) async throws
    -> [ConfigurationValue]
  {
    let parameters: [String: ConfigurationValue] = parent.map { ["parent-id": .string($0)] } ?? [:]
    let request = AWSRequest("organizations", operation, region: "us-east-1", parameters)
    return try await client.all(request).items(member)
  }
}

extension Organization.Account {
  fileprivate init(_ value: ConfigurationValue) throws(AWSError) {
    guard let id = value["Id"]?.string, id.isAWSAccount else {
      throw AWSError(
        code: "MalformedResponse",
        message: "An account of the organization has no id of 12 digits.",
        requestID: nil, status: 200)
    }
    self.init(
      id: id, name: value["Name"]?.string ?? id,
      isActive: (value["State"] ?? value["Status"])?.string == "ACTIVE")
  }
}
