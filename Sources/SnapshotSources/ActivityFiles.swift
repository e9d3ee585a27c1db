package import Activity
import ConfigurationJSON
package import ConfigurationModel

/// What was read of files of activity.
package struct ActivityReading: Sendable {
  /// How many files held events.
  package var files = 0
  /// How many were left away: digests of CloudTrail, and files of other things.
  package var skipped = 0
  /// Those left away that are nothing of CloudTrail's: they hold no list of events, not even an empty one.
  package var strangers: [StrangeFile] = []
  /// Whether there was anything of CloudTrail's, now or in folders that were read before.
  package var hasActivity = false
  /// How many of a folder's were not looked at, for their names do not say that they are JSON.
  package var passedOver = 0
  /// What could not be read, each with its file; the rest was.
  package var problems: [Problem] = []
  /// The hours that they tell of: those in the names of log files, and of digests whose files were all read.
  package var hours = DeliveredHours()
  /// What was read to its end: the names of log files of CloudTrail, and of other files and of folders the paths from the
  /// root.
  package var wholeFiles: Set<String> = []
  /// What could not be read, or not to its end, but for log files of which another copy was.
  package var damagedFiles: [DamagedFile] {
    damaged.filter { $0.account == nil || !wholeFiles.containsLog($0.path.fileName) }
  }
  fileprivate var damaged: [DamagedFile] = []
  /// The hours of log files that were read to their end, now or before.
  package var logHours: DeliveredHours {
    wholeFiles.compactMap(TrailFileName.init(log:)).reduce(into: DeliveredHours()) { hours, log in
      hours.note(log.account, log.region, at: log.moment)
    }
  }
  /// Log files that digests name and that were not read, nor found damaged.
  package fileprivate(set) var unfound: [UnfoundLog] = []

  /// What was read of no files.
  package init() {}

  /// Names files otherwise, where problems are told and of what is damaged: copies by what they are copies of.
  ///
  /// - Parameter name: For the path of a file its name; nil to leave it as it is.
  package mutating func nameFiles(_ name: (_ path: String) -> String?) {
    problems = problems.map { $0.inFile(name) }
    damaged = damaged.map { $0.named(name) }
  }

  /// Notes whether a file was read to its end, by how many problems there were before it. A digest holds no calls, and
  /// what is no activity, such as what overwrote a file of it, was not read as any. An hour that is still to come is not
  /// known.
  fileprivate mutating func note(
    _ path: String, _ content: LogFileContent, isActivity: Bool, sinceProblem known: Int
  ) {
    if problems.count > known {
      let mayHoldCalls = !path.isDigest && (content.log != nil || isActivity || path.mayBeActivity)
      if mayHoldCalls { damaged.append(DamagedFile(path, content.log, problems[known])) }
    } else if let log = content.log {
      if !content.isNamedAhead { hours.note(log.account, log.region, at: log.moment) }
      wholeFiles.insert(path.fileName)
    } else if isActivity, let rooted = path.rootedPath {
      wholeFiles.insert(rooted)
    }
  }

  /// Notes which folders could be looked into, and which not: calls may stand in those.
  fileprivate mutating func noteFolders(of walk: FileWalk) {
    wholeFiles.formUnion(walk.folders.compactMap(\.rootedPath))
    damaged += walk.closed.sorted { $0.key.precedes($1.key) }.map { entry in
      DamagedFile(entry.key, TrailFileName(log: entry.key), entry.value)
    }
  }
}

/// A file that is nothing of CloudTrail's.
package struct StrangeFile: Hashable, Sendable {
  /// As it was found.
  package let path: String
  /// What its list holds, in the plural: `event notifications of S3`. Nil where it has none.
  package let content: String?

  /// - Parameter item: The first item of its list; nil where it has none.
  fileprivate init(_ path: String, listing item: ConfigurationValue?) {
    self.path = path
    content = item.map { $0.wordsOfRecords ?? "a list of something else" }
  }

  /// `a.json (event notifications of S3)`.
  package var words: String { path + (content.map { " (\($0))" } ?? "") }
}

/// A file of activity that could not be read, or not to its end, or a folder that could not be looked into: calls may
/// stand in it.
package struct DamagedFile: Hashable, Sendable {
  /// As it was found.
  package fileprivate(set) var path: String
  /// The 12-digit account that its name gives; nil where it has not the name of a log file of CloudTrail.
  package let account: String?
  /// The region that its name gives; nil where it has not the name of a log file.
  package let region: String?
  /// The first thing that is wrong with it, with its place.
  package fileprivate(set) var problem: Problem

  /// The path from the root of the file system, without links as far as it can be followed. Standard input is called so.
  package var rootedPath: String { path.rootedAsFarAsCanBe }

  /// The same under another name; nil to leave it as it is.
  package func named(_ name: (_ path: String) -> String?) -> DamagedFile {
    var named = self
    named.path = name(path) ?? path
    named.problem = problem.inFile(name)
    return named
  }

  fileprivate init(_ path: String, _ log: TrailFileName?, _ problem: Problem) {
    (self.path, account, region) = (path, log?.account, log?.region)
    self.problem = problem.at(Problem.Place(file: path))
  }
}

/// Files that hold what CloudTrail recorded: as it delivers them to S3, answers of `lookup-events`, events in the
/// envelopes of EventBridge, one event alone, or one of these a line.
package struct ActivityFiles {
  private let paths: Set<String>
  private let walk: FileWalk
  private let parser = JSONParser()

  /// Folders that are passed over: what is in them was read whole before, and did not change.
  private var readBefore: Set<String> = []
  /// The clock that calls are held against; nil where none is.
  private var clock: (() -> Timestamp)?

  /// - Parameter paths: Files and folders.
  package init(_ paths: [String]) {
    self.paths = Set(paths)
    walk = FileWalk(paths, readsPlaces: false)
  }

  /// Of each folder with files below the paths something that another file in it, or another content of one, changes.
  package var folderStates: [String: String] {
    Dictionary(grouping: walk.files, by: \.folder).mapValues { files in
      TextDigest(of: files.map(\.fileState).joined(separator: "\n")).description
    }
  }

  /// The same without what stands in folders that were read whole before.
  package func without(folders: Set<String>) -> ActivityFiles {
    var files = self
    files.readBefore = folders
    return files
  }

  /// The same, held against a clock while they are read, however long that takes: calls of later times are handed out and
  /// told, and make no hour known.
  package func held(against clock: @escaping () -> Timestamp) -> ActivityFiles {
    var files = self
    files.clock = clock
    return files
  }

  /// Hands out every event, with the JSON that it was read from; throws only what `onEvent` throws. One bad file or
  /// event never stops the others.
  package func read(_ onEvent: (ConfigurationValue, ActivityEvent) throws -> Void) throws
    -> ActivityReading
  {
    var reading = ActivityReading()
    reading.problems = walk.problems + walk.refused
    reading.noteFolders(of: walk)
    for path in walk.files {
      if readBefore.contains(path.folder) {
        reading.hasActivity = true
        // What else lies there was read by nobody.
        if TrailFileName(log: path) != nil { reading.wholeFiles.insert(path.fileName) }
      } else if mayHoldEvents(path) {
        try read(path, into: &reading, onEvent)
      } else {
        reading.passedOver += 1
      }
    }
    noteDigests(&reading)
    return reading
  }

  private func read(
    _ path: String, into reading: inout ActivityReading,
    _ onEvent: (ConfigurationValue, ActivityEvent) throws -> Void
  ) throws {
    let place = Problem.Place(file: path)
    let known = reading.problems.count
    var content = LogFileContent(of: path, clock: clock)
    let (lists, failure) = try items(of: path) { item in
      switch event(in: item) {
      case .none:
        content.stray = content.stray ?? item
        return
      case .failure(let problem): reading.problems.append(problem.at(place))
      case .success(let (record, event)):
        content.note(event)
        try onEvent(record, event)
      }
      content.count += 1
    }
    if let problem = failure ?? content.mistake(among: lists) {
      // What is no log file is said once, and not of what stands in it besides.
      if failure == nil, content.lacksList(among: lists) {
        reading.problems.removeSubrange(known...)
      }
      reading.problems.append(problem.at(place))
    }
    // A log file with calls that are still to come is none that CloudTrail delivered: it was not read as that.
    let ahead = content.ahead.map { $0.at(place) }
    if let ahead, content.isLogOfLater { reading.problems.append(ahead) }
    // A list of something else only is none of events.
    let isActivity = content.count > 0 || !lists.isEmpty && content.stray == nil
    reading.note(path, content, isActivity: isActivity, sinceProblem: known)
    if content.count > 0 { reading.files += 1 } else if failure == nil { reading.skipped += 1 }
    let isOwn = isActivity || reading.problems.count > known || path.isDigest
    let stranger = StrangeFile(path, listing: lists.isEmpty ? nil : content.stray)
    if isOwn { reading.hasActivity = true } else { reading.strangers.append(stranger) }
    if let ahead, !content.isLogOfLater { reading.problems.append(ahead) }
  }

  /// Hours of which a digest says that there is nothing more than what was read.
  private func noteDigests(_ reading: inout ActivityReading) {
    let (whole, damaged) = (reading.wholeFiles, Set(reading.damaged.map(\.path.fileName)))
    TrailFiles(Array(paths)).eachDigest(outside: readBefore) { path, name, digest in
      let place = Problem.Place(file: path)
      guard digest.mayBeNamed(name) else {
        return reading.problems.append(.misnamedDigest.at(place))
      }
      guard !LogFileContent.isAhead(digest.end, of: clock) else {
        return reading.problems.append(.namedAhead(digest.end).at(place))
      }
      let unread = digest.logs.filter { !whole.containsLog($0.fileName) }
      reading.unfound += unread.filter { !damaged.containsLog($0.fileName) }
        .compactMap { UnfoundLog($0.object, namedBy: path) }
      guard unread.isEmpty else { return }
      reading.hours.note(name.account, name.region, at: digest.start)
    }
  }

  /// A file that a person named; what else lies in a folder where its name says that it is JSON.
  private func mayHoldEvents(_ path: String) -> Bool {
    switch PathFacts.withoutExtension(path).format {
    case .json, .lines: true
    case .yaml, .other: paths.contains(path)
    }
  }

  private typealias Found = Result<(ConfigurationValue, ActivityEvent), Problem>

  /// The event that an item holds, or why it cannot be read; nil where it is something else.
  private func event(in item: ConfigurationValue) -> Found? {
    do {
      guard let record = try ActivityRecords.event(in: item, parse: parser.parse) else {
        return nil
      }
      return .success((record, try ActivityEvent(record)))
    } catch let problem as Problem {
      return .failure(problem)
    } catch {
      return .failure(.invalidEventText)
    }
  }

  /// An error of the caller's, told apart from those of the file.
  private struct Passed: Error { let error: any Error }

  /// Returns the members of the file that list events, empty lists too, and why it could not be read to its end; nil where
  /// it was.
  private func items(of path: String, _ onItem: (ConfigurationValue) throws -> Void) throws
    -> (lists: Set<String>, failure: Problem?)
  {
    do {
      let lists = try split(path) { item in
        do { try onItem(item) } catch { throw Passed(error: error) }
      }
      return (lists, nil)
    } catch let passed as Passed {
      throw passed.error
    } catch let problem as Problem {
      return ([], problem)
    } catch let error as JSONError {
      return ([], .invalidJSON(error, at: Problem.Place(file: path)))
    }
  }

  /// Returns the members of the file that list events.
  private func split(_ path: String, _ onItem: (ConfigurationValue) throws -> Void) throws
    -> Set<String>
  {
    let isLines = PathFacts.withoutExtension(path).format == .lines
    let splitter = ItemSplitter(mode: isLines ? .lines : .document)
    let input = try InputBytes(path)
    var hasList = isLines
    var lists: Set<String> = []
    while let chunk = try input.next() {
      try splitter.feed(chunk) { item in
        guard item.member.isEmpty || ActivityRecords.members.contains(item.member) else { return }
        hasList = true
        if !item.member.isEmpty { lists.insert(item.member) }
        let document = try parser.parse(item.bytes)
        // A line may be a whole delivery or answer.
        let listed = isLines ? ActivityRecords.listed(in: document) : nil
        for item in listed ?? [document] { try onItem(item) }
      }
    }
    let envelope = try splitter.finish()
    guard !hasList, ActivityRecords.isOne(envelope) else {
      return lists.union(ActivityRecords.members.filter { envelope[$0]?.members != nil })
    }
    try onItem(parser.parse(wholeBytes(of: path)))
    return []
  }
}

extension String {
  /// Whether the path ends in the name of a digest of CloudTrail.
  fileprivate var isDigest: Bool {
    switch TrailFileName(fileName)?.kind {
    case .digest?: true
    case .log?, nil: false
    }
  }
}

extension Problem {
  /// The same, in a file of another name; nil for the same name.
  fileprivate func inFile(_ name: (String) -> String?) -> Problem {
    guard let place, let file = name(place.file) else { return self }
    return Problem(code, message, hint: hint, at: Place(file: file, line: place.line))
  }
}

extension Problem {
  fileprivate static let invalidEventText = Problem(
    "invalid-event", "The field 'CloudTrailEvent' of an entry is no JSON.",
    hint: "Ask for it again with 'aws cloudtrail lookup-events'.")
}

extension String {
  /// What stands for the file of this path, however it is named; nil where there is none.
  fileprivate var rootedPath: String? { self == "-" ? "standard input" : withoutLinks }

  /// The same, and of what cannot be reached its path from what can.
  fileprivate var rootedAsFarAsCanBe: String {
    if let rootedPath { return rootedPath }
    guard !["", "/", "."].contains(self) else { return self }
    guard !hasSuffix("/") else { return String(dropLast()).rootedAsFarAsCanBe }
    let above = folder.rootedAsFarAsCanBe
    return above.hasSuffix("/") ? above + fileName : "\(above)/\(fileName)"
  }

  /// Whether a file that cannot be read may be of activity: its text begins as JSON, and names what such a file has, or is
  /// too short to tell. What is not read at all may be.
  fileprivate var mayBeActivity: Bool {
    guard self != "-", let input = try? InputBytes(self) else { return true }
    do {
      guard let beginning = try input.next() else { return false }
      let text = String(decoding: beginning.prefix(1 << 16), as: UTF8.self)
      guard "{[".contains(text.drop { $0.isWhitespace || $0 == "\u{feff}" }.first ?? " ") else {
        return false
      }
      return text.utf8.count < 100
        || (ActivityRecords.members + ["eventName", "CloudTrailEvent"]).contains {
          text.contains("\"\($0)\"")
        }
    } catch {
      return true
    }
  }
}
