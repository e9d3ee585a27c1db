/// A file or folder that settings or a command name, to be read or run.
package struct ReadPath: Hashable, Sendable {
  /// As it was named; it need not be there.
  package let path: String
  /// What it is read for where it is a folder.
  package let content: Content

  /// What a folder is read for.
  package enum Content: Sendable {
    /// Documents, which their names tell.
    case documents
    /// Exports and activity: whatever lies in it may be looked at, by its content, and is evidence.
    case evidence
    /// Nothing: it is to be a file.
    case nothing
    /// Nothing: a word that a program is given. It is a path only where it names what is there.
    case word
  }

  /// - Parameters:
  ///   - path: A file or folder, as it was named.
  ///   - content: What it is read for where it is a folder.
  package init(_ path: String, _ content: Content) {
    (self.path, self.content) = (path, content)
  }

  /// Whether a file would be read if the path is a folder, by its own path from there.
  package func reads(_ file: String) -> Bool {
    switch content {
    case .documents: file.isDocumentName
    case .evidence: true
    case .nothing, .word: false
    }
  }
}

extension Settings {
  /// The files and folders that they name and that are read or run: documents, exports, activity, secrets, certificates,
  /// programs and the words that these are given, which may be no paths. As they stand in the settings, in their order;
  /// they need not be there.
  package var readPaths: [ReadPath] {
    let folders = changes?.folders ?? []
    let rules = ignores + freezes + alerts.rules + guardrails.rules + folders
    let places = sources.flatMap(\.origin.readPaths)
    let channels = notices.destinations.flatMap(\.channel.readPaths)
    return rules.map { ReadPath($0, .documents) } + places.map { ReadPath($0, .evidence) }
      + channels
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
  fileprivate var readPaths: [ReadPath] {
    let files = secrets.compactMap { source -> ReadPath? in
      if case .file(let path) = source { ReadPath(path, .nothing) } else { nil }
    }
    switch self {
    case .program(let call): return files + call.readPaths
    case .mail(let mail): return files + mail.way.readPaths.map { ReadPath($0, .nothing) }
    case .webhook, .slack, .teams, .pagerDuty, .sns, .jira, .serviceNow: return files
    }
  }
}

extension NoticeDestination.ProgramCall {
  fileprivate var readPaths: [ReadPath] {
    // A name without a slash is looked for where the system looks for programs.
    let program = command.prefix(1).filter { $0.contains("/") }.map { ReadPath($0, .nothing) }
    let words = command.dropFirst().flatMap { word -> [String] in
      // As in `--config=FILE`.
      [word] + word.split(separator: "=", maxSplits: 1).dropFirst().map { String($0) }
    }
    return program + words.map { ReadPath($0, .word) }
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
