extension Settings {
  /// The files and folders that they name and that are read or run: documents, exports, activity, secrets, certificates and
  /// programs. As they stand in the settings, in their order; they need not be there.
  package var readPaths: [String] {
    let rules = ignores + freezes + alerts.rules + guardrails.rules
    let places = sources.flatMap(\.origin.readPaths)
    let channels = notices.destinations.flatMap(\.channel.readPaths)
    return rules + (changes?.folders ?? []) + places + channels
  }
}

extension SnapshotSource.Origin {
  fileprivate var readPaths: [String] {
    switch self {
    case .exports(let paths), .activity(.files(let paths)): paths
    case .aws, .recorder, .delivery, .activity(.bucket), .activity(.lookup), .activity(.queue): []
    }
  }
}

extension NoticeDestination.Channel {
  fileprivate var readPaths: [String] {
    let files = secrets.compactMap { source -> String? in
      if case .file(let path) = source { path } else { nil }
    }
    switch self {
    // A name without a slash is looked for where the system looks for programs.
    case .program(let call): return files + call.command.prefix(1).filter { $0.contains("/") }
    case .mail(let mail): return files + mail.way.readPaths
    case .webhook, .slack, .teams, .pagerDuty, .sns, .jira, .serviceNow: return files
    }
  }
}

extension NoticeDestination.Mail.Way {
  fileprivate var readPaths: [String] {
    switch self {
    case .sendmail(let path): path.contains("/") ? [path] : []
    case .server(let server): server.authorities.map { [$0] } ?? []
    }
  }
}
