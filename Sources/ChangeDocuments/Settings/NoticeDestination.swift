package import ConfigurationModel

/// Whom to tell of findings, and how to get there.
package struct NoticeDestination: Hashable, Sendable {
  /// Tells it from every other destination, in the settings and in the store.
  package let name: String
  /// How a message gets there.
  package var channel: Channel
  /// It is told of findings that any of these fits; of all where there is none.
  package var only: [NoticeFilter] = []
  /// It is not told of findings that any of these fits.
  package var except: [NoticeFilter] = []
  /// Of what it is told.
  package var news: Set<News> = Set(News.allCases)
  /// When it is told, where that is not at once.
  package var timing = NoticeTiming()
  /// Seconds after which a message that was not taken is given up.
  package var giveUpAfter: Int64 = 3 * 86400

  /// Makes a destination that is told of everything at once.
  package init(name: String, channel: Channel) {
    self.name = name
    self.channel = channel
  }

  /// What can happen to a finding, as people choose among it.
  package enum News: String, Hashable, Sendable, CaseIterable {
    /// It was opened, or opened again.
    case opened
    /// Unapproved edits came to it.
    case changed
    /// Somebody acknowledged it or took its risk.
    case decided
    /// It is over.
    case ended
  }

  /// How a message gets there.
  package enum Channel: Hashable, Sendable {
    case webhook(Webhook)
    case program(ProgramCall)
    /// An incoming webhook of Slack: the address is the secret.
    case slack(SecretSource)
    /// A workflow of Microsoft Teams: the address is the secret.
    case teams(SecretSource)
    case pagerDuty(PagerDuty)
    case mail(Mail)
    case sns(Topic)
    case jira(Jira)
    case serviceNow(ServiceNow)

    /// The key in the settings.
    package var word: String {
      switch self {
      case .webhook: "webhook"
      case .program: "program"
      case .slack: "slack"
      case .teams: "teams"
      case .pagerDuty: "pagerDuty"
      case .mail: "mail"
      case .sns: "sns"
      case .jira: "jira"
      case .serviceNow: "serviceNow"
      }
    }
  }

  /// An address that takes CloudEvents.
  package struct Webhook: Hashable, Sendable {
    /// Where messages are posted to.
    package var address: WebAddressSource
    /// What messages are signed with; nil for none.
    package var secret: SecretSource?

    /// Makes a webhook; without a secret its messages are not signed.
    package init(address: WebAddressSource, secret: SecretSource? = nil) {
      self.address = address
      self.secret = secret
    }
  }

  /// A program that reads a message from its standard input.
  package struct ProgramCall: Hashable, Sendable {
    /// The program's path and its arguments.
    package var command: [String]

    /// Makes a call of a program by its path and arguments, without a shell.
    package init(command: [String]) { self.command = command }
  }

  /// A service of PagerDuty that takes events of version 2.
  package struct PagerDuty: Hashable, Sendable {
    /// The key of its integration.
    package var routingKey: SecretSource
    /// The address that takes events; PagerDuty's EU region has its own.
    package var address: String

    /// Makes a service by the key of its integration, at PagerDuty's usual address.
    package init(
      routingKey: SecretSource, address: String = "https://events.pagerduty.com/v2/enqueue"
    ) {
      self.routingKey = routingKey
      self.address = address
    }
  }
}

extension NoticeDestination {
  /// A topic of SNS.
  package struct Topic: Hashable, Sendable {
    /// The topic's ARN, checked when the value was made.
    package let arn: String
    /// From its ARN.
    package let region: String
    /// The profile of the shared configuration whose credentials are used; nil for the usual ones.
    package var profile: String?

    /// Nil where it is no ARN of a topic.
    package init?(arn: String, profile: String? = nil) {
      let parts = arn.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 6, parts[0] == "arn", parts[2] == "sns", !parts[3].isEmpty,
        parts[4].count == 12, !parts[5].isEmpty, !arn.contains(where: \.isWhitespace)
      else { return nil }
      self.arn = arn
      region = String(parts[3])
      self.profile = profile
    }
  }
}

/// Where a secret is: never in the settings themselves.
package enum SecretSource: Hashable, Sendable {
  /// The name of a variable of the environment.
  case variable(String)
  /// The path of a file. A line end at its end does not count.
  case file(String)
}

/// An address, or where one is that is a secret itself.
package enum WebAddressSource: Hashable, Sendable {
  case plain(String)
  case secret(SecretSource)
}

/// Which findings somebody wants to be told of: what is named must all hold.
package struct NoticeFilter: Hashable, Sendable {
  /// This severity or a worse one.
  package var severity: Severity?
  /// Any of these.
  package var classes: Set<Class> = []
  /// Which resources; nil for all.
  package var resource: ResourceSelector?
  /// Who made an edit of it, as far as activity told when it was found: a person or an identity.
  package var actor: Glob?

  /// Makes a filter that fits every finding, to be narrowed by what is set.
  package init() {}

  /// What kind of finding it is; one may be of several.
  package enum Class: String, Hashable, Sendable, CaseIterable {
    case created, deleted, modified
    /// Made and undone between two readings.
    case passing
    /// A change record was carried out, and the edit goes further than it allows.
    case further
    /// Nothing is lacking but the approval of a record.
    case waiting
    /// No finding: a call that an alert rule names.
    case alert
    /// No finding: a breach of a guardrail.
    case guardrail
  }
}

extension Settings {
  /// Who is told of findings.
  package struct Notices: Hashable, Sendable {
    /// An address for people to go on at: `{finding}` stands for `F-17`. Nil for none.
    package var link: String?
    /// In the order in which they are written; their names differ.
    package var destinations: [NoticeDestination] = []

    /// Nobody is told of anything.
    package init() {}
  }
}

extension Settings.Notices {
  /// The same, where paths of files are what `place` makes of them.
  package func placed(_ place: (String) -> String) -> Self {
    var placed = self
    for index in destinations.indices {
      placed.destinations[index].channel = destinations[index].channel.placed(place)
    }
    return placed
  }
}

extension NoticeDestination.Channel {
  fileprivate func placed(_ place: (String) -> String) -> Self {
    switch self {
    case .webhook(var webhook):
      webhook.address = webhook.address.placed(place)
      webhook.secret = webhook.secret?.placed(place)
      return .webhook(webhook)
    case .program(var call):
      // A name without a slash is looked for where the system looks for programs.
      if let first = call.command.first, first.contains("/") { call.command[0] = place(first) }
      return .program(call)
    case .slack(let address): return .slack(address.placed(place))
    case .teams(let address): return .teams(address.placed(place))
    case .pagerDuty(var pagerDuty):
      pagerDuty.routingKey = pagerDuty.routingKey.placed(place)
      return .pagerDuty(pagerDuty)
    case .mail(let mail): return .mail(mail.placed(place))
    case .sns: return self
    case .jira(var jira):
      jira.token = jira.token.placed(place)
      return .jira(jira)
    case .serviceNow(var serviceNow):
      serviceNow.password = serviceNow.password.placed(place)
      return .serviceNow(serviceNow)
    }
  }
}

extension SecretSource {
  func placed(_ place: (String) -> String) -> Self {
    switch self {
    case .variable: self
    case .file(let path): .file(place(path))
    }
  }
}

extension WebAddressSource {
  fileprivate func placed(_ place: (String) -> String) -> Self {
    switch self {
    case .plain: self
    case .secret(let source): .secret(source.placed(place))
    }
  }
}

extension NoticeDestination.Channel {
  /// Where its secrets are.
  package var secrets: [SecretSource] {
    switch self {
    case .webhook(let webhook): webhook.address.secrets + [webhook.secret].compactMap { $0 }
    case .program: []
    case .slack(let address), .teams(let address): [address]
    case .pagerDuty(let pagerDuty): [pagerDuty.routingKey]
    case .mail(let mail): mail.secrets
    case .sns: []
    case .jira(let jira): [jira.token]
    case .serviceNow(let serviceNow): [serviceNow.password]
    }
  }
}

extension WebAddressSource {
  fileprivate var secrets: [SecretSource] {
    switch self {
    case .plain: []
    case .secret(let source): [source]
    }
  }
}
