import ConfigurationModel

/// What a path says of the answer in its file.
struct PathFacts {
  /// The last folder named by 12 digits.
  var account: String?
  /// The last folder whose name has the form of a region.
  var region: String?
  var name: CallName?
  /// The folder that holds the answers of one account and region together.
  var root: String
  var format: Format

  enum Format { case json, lines, yaml, other }

  /// - Parameters:
  ///   - named: The path that the user named, which this is or is below; empty where all of the path is the export. What stands above it is no part of
  ///     the export, and says nothing of it.
  ///   - isKnown: Whether a call is one of the known kinds: it decides where a folder and a file both look
  ///     like a call.
  ///   - isAboutOne: Whether a call of them is about one resource, or asked with a word, which a file's name may name
  ///     after it.
  init(
    _ path: String, named: String = "", isKnown: (APICall) -> Bool,
    isAboutOne: (APICall) -> Bool = { _ in false }
  ) {
    var parts = path.split(separator: "/").map(String.init)
    let file = parts.popLast() ?? path
    let (base, format) = PathFacts.withoutExtension(file)
    self.format = format
    let answer = PathFacts.answer(
      base, file: file, format: format, folders: parts, isKnown: isKnown, isAboutOne: isAboutOne)
    name = answer.name
    let folders = parts.prefix(answer.folders)
    root = folders.joined(separator: "/")
    let heard = PathFacts.heard(Array(folders), named: named)
    account = heard.last(where: PathFacts.isAccount)
    region =
      heard.last { PathFacts.isRegion($0) && PathFacts.namesDirection($0) }
      ?? heard.last(where: PathFacts.isRegion)
  }

  /// The folders that say something: from the last one of the named path on. Those before it only where
  /// the named path is inside the usual layout, `ACCOUNT/REGION/CALL`: each of them is a step of it.
  private static func heard(_ folders: [String], named: String) -> ArraySlice<String> {
    var first = max(0, named.split(separator: "/").count - 1)
    guard first < folders.count || first > 0 else { return folders[...] }
    first = min(first, folders.count)
    // A file is a step by itself, and so is a folder of one call; another must have the name of one.
    let isInside = first == folders.count || isStep(folders[first])
    while isInside, first > 0, isStep(folders[first - 1]) { first -= 1 }
    return folders[first...]
  }

  /// Whether the name of a folder is one of the usual layout, `ACCOUNT/REGION/CALL`, above the call.
  static func isStep(_ folder: String) -> Bool {
    isAccount(folder) || (isRegion(folder) && namesDirection(folder)) || folder == Scope.global
  }

  /// The call, and how many folders stand before what names it.
  private static func answer(
    _ base: String, file: String, format: Format, folders: [String], isKnown: (APICall) -> Bool,
    isAboutOne: (APICall) -> Bool
  ) -> (name: CallName?, folders: Int) {
    let own = (CallName(base) ?? CallName(copied(file))).map { ownName($0, folders: folders) }
    if let own, let call = own.name?.call, isKnown(call) { return own }
    let inFolder = folderName(base, folders: folders)
    if let call = inFolder?.name?.call, isKnown(call) { return inFolder ?? (nil, folders.count) }
    // What follows may be the ending of a copy, or of the resource's name: only `.json` tells.
    let isOther = own?.name.map { OperationTable.operation($0.call) != nil } ?? false
    if format == .json, !isOther, let about = CallName(base, about: isAboutOne) {
      return ownName(about, folders: folders)
    }
    if inFolder != nil, own == nil || format == .other { return inFolder ?? (nil, folders.count) }
    return own ?? (nil, folders.count)
  }

  private static func ownName(_ name: CallName, folders: [String]) -> (
    name: CallName?, folders: Int
  ) {
    guard name.call.service == nil, let folder = folders.last, !isAccount(folder),
      !isRegion(folder)
    else { return (name, folders.count) }
    var named = name
    named.call = APICall(service: folder, operation: name.call.operation)
    return (named, folders.count - 1)
  }

  /// `s3-get-bucket-policy/BUCKET` and `s3/get-bucket-policy/BUCKET`.
  private static func folderName(_ base: String, folders: [String])
    -> (name: CallName?, folders: Int)?
  {
    for index in folders.indices.reversed() {
      guard let folder = CallName(folders[index]) else { continue }
      var (name, count) = ownName(folder, folders: Array(folders[..<index]))
      name?.parameters = (folders[(index + 1)...] + [base]).map(\.percentDecoded)
        .joined(separator: "/")
      return (name, count)
    }
    return nil
  }

  /// The name that the file was copied from, as editors, browsers and file managers name copies:
  /// `x.json~`, `x.json.bak`, `x (1).json`, `Copy of x.json`, `x - Copy.json`.
  private static func copied(_ file: String) -> String {
    var name = Substring(file)
    while true {
      var rest = Substring(withoutExtension(String(name)).base)
      for ending in ["~", ".bak", ".old", ".orig", ".save", ".tmp", " - Copy", " copy", "_copy"]
      where rest.hasSuffix(ending) {
        rest = rest.dropLast(ending.count)
      }
      for opening in ["Copy of ", "copy of ", "Copy-of-", "copy_of_"] where rest.hasPrefix(opening)
      {
        rest = rest.dropFirst(opening.count)
      }
      if rest.hasSuffix(")"), let open = rest.lastIndex(of: "("),
        rest[open...].dropFirst().dropLast().allSatisfy(\.isNumber)
      {
        rest = rest[..<open]
      }
      while rest.last == " " { rest = rest.dropLast() }
      guard rest != name else { return String(rest) }
      name = rest
    }
  }

  static func withoutExtension(_ file: String) -> (base: String, format: Format) {
    let known: [(String, Format)] = [
      (".json", .json), (".ndjson", .lines), (".jsonl", .lines), (".yaml", .yaml), (".yml", .yaml),
      (".txt", .other), (".log", .other),
    ]
    let name = file.hasSuffix(".gz") ? file.dropLast(3) : file[...]
    for (ending, format) in known where name.hasSuffix(ending) && name.count > ending.count {
      return (String(name.dropLast(ending.count)), format)
    }
    return (String(name), .other)
  }

  static func isAccount(_ text: String) -> Bool { text.isAWSAccount }

  /// Whether a name of a region's form names a direction, as every region does so far. One that does
  /// not, such as `daily-export-1`, may be any folder: it is believed only where nothing contradicts.
  static func namesDirection(_ text: String) -> Bool {
    ["north", "south", "east", "west", "central"].contains { text.contains($0) }
  }

  /// Whether a name has the form of a region.
  static func isRegion(_ text: String) -> Bool { text.isAWSRegion }
}
