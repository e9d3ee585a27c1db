extension NoticeDestination {
  /// A project of Jira, Cloud or Data Center.
  package struct Jira: Hashable, Sendable {
    /// `https://example.atlassian.net`.
    package var address: String
    package var project: String
    package var issueType: String
    /// Of Cloud, whose token it is; nil for a personal access token of Data Center.
    package var user: String?
    package var token: SecretSource
    /// The name of the transition that closes an issue.
    package var closing: String

    package init(
      address: String, project: String, issueType: String = "Task", user: String? = nil,
      token: SecretSource, closing: String = "Done"
    ) {
      self.address = address
      self.project = project
      self.issueType = issueType
      self.user = user
      self.token = token
      self.closing = closing
    }
  }

  /// Incidents of ServiceNow.
  package struct ServiceNow: Hashable, Sendable {
    /// `https://example.service-now.com`.
    package var address: String
    package var user: String
    package var password: SecretSource
    /// What `close_code` is set to with the end.
    package var closeCode: String

    package init(
      address: String, user: String, password: SecretSource,
      closeCode: String = "Resolved by caller"
    ) {
      self.address = address
      self.user = user
      self.password = password
      self.closeCode = closeCode
    }
  }
}
