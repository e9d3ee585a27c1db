package import ChangeDocuments

extension NoticeDestination.Channel {
  /// What is sent to such a destination: the same for every attempt.
  package func body(of notice: Notice) -> String {
    switch self {
    case .webhook, .program: CloudEvent(notice).text
    case .slack: SlackMessage(notice).text
    case .teams: TeamsMessage(notice).text
    case .pagerDuty: PagerDutyEvent(notice).text
    case .mail(let mail): MailMessage(notice, mail).text
    case .sns: SNSMessage(notice).text
    case .jira: TicketText(notice, summary: 255, text: 32_000, .jira).text
    case .serviceNow: TicketText(notice, summary: 160, text: 4_000, .serviceNow).text
    }
  }
}
