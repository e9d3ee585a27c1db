extension NoticeDestination {
  /// A project of Jira, Cloud or Data Center.
  package struct Jira: Hashable, Sendable {
    /// `https://example.atlassian.net`.
    package var address: String
    /// The project's key: `OPS`.
    package var project: String
    /// The name of the type of the issues that are made.
    package var issueType: String
    /// Of Cloud, whose token it is; nil for a personal access token of Data Center.
    package var user: String?
    /// Where the token is.
    package var token: SecretSource
    /// The name of the transition that closes an issue.
    package var closing: String

    /// Makes a project; without a user the token is a personal access token of Data Center.
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
    /// The user who makes and changes the incidents.
    package var user: String
    /// Where the user's password is.
    package var password: SecretSource
    /// What `close_code` is set to with the end.
    package var closeCode: String

    /// Makes a destination of incidents, closed with ServiceNow's own code unless another is given.
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
