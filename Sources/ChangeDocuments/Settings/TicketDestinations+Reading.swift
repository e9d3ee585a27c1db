extension DocumentReading {
  mutating func jira(_ node: DocumentNode) -> NoticeDestination.Jira? {
    let keys = ["url", "project", "issueType", "user", "token", "close"]
    guard let fields = fields(node, "'jira'", keys: keys) else { return nil }
    let address = required(fields, "url").flatMap { plainAddress($0, "url") }
    let project = requiredText(fields, "project")
    let token = required(fields, "token").flatMap { secret($0, "'token'") }
    guard let address, let project, let token else { return nil }
    var jira = NoticeDestination.Jira(address: address, project: project, token: token)
    jira.user = optionalText(fields, "user")
    jira.issueType = optionalText(fields, "issueType") ?? jira.issueType
    jira.closing = optionalText(fields, "close") ?? jira.closing
    return jira
  }

  mutating func serviceNow(_ node: DocumentNode) -> NoticeDestination.ServiceNow? {
    let keys = ["url", "user", "password", "closeCode"]
    guard let fields = fields(node, "'serviceNow'", keys: keys) else { return nil }
    let address = required(fields, "url").flatMap { plainAddress($0, "url") }
    let user = requiredText(fields, "user")
    let password = required(fields, "password").flatMap { secret($0, "'password'") }
    guard let address, let user, let password else { return nil }
    var serviceNow = NoticeDestination.ServiceNow(
      address: address, user: user, password: password)
    serviceNow.closeCode = optionalText(fields, "closeCode") ?? serviceNow.closeCode
    return serviceNow
  }
}
