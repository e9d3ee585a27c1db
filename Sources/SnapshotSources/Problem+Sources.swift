import ConfigurationJSON
package import ConfigurationModel

extension Problem {
  static func unreadableFile(_ file: String, reason: String) -> Problem {
    Problem(
      "unreadable-file", "The file cannot be read: \(reason).",
      hint: "Check that it exists and that you may read it.", at: Place(file: file))
  }

  static func notAFile(_ file: String) -> Problem {
    Problem(
      "not-a-file", "This is a pipe, a socket or a device, and not a file.",
      hint: "Write its content to a file, or pass it through standard input as '-'.",
      at: Place(file: file))
  }

  static func linkLeavesExport(_ file: String) -> Problem {
    Problem(
      "link-leaves-export", "This link leads out of the given folder.",
      hint: "Copy what it leads to into the folder, or name it itself.", at: Place(file: file))
  }

  static func emptyFile(_ file: String) -> Problem {
    Problem(
      "empty-file", "The file is empty: the call failed, or its output was not written.",
      hint: "Repeat the call; an answer without resources still has its list.",
      at: Place(file: file))
  }

  /// A file among answers that is none and that nobody can tell what it was to hold.
  static func noJSON(
    _ file: String, account: String?, region: String?, because reason: String
  ) -> Problem {
    let places = [account.map { "account \($0)" }, region.map { "region \($0)" }]
      .compactMap(\.self)
    let place = places.isEmpty ? "" : " of \(places.joined(separator: ", "))"
    return Problem(
      "invalid-json",
      "The file cannot be read as JSON, so nobody knows what it was to hold\(place): \(reason)",
      hint: "Export it again; what is no answer of AWS belongs into another folder.",
      at: Place(file: file))
  }

  static func callFailed(_ file: String, _ error: ErrorAnswer) -> Problem {
    // The AWS CLI's own words name the operation too, after the code.
    let operation = error.operation.flatMap { $0.contains(":") ? " '\($0)'" : nil } ?? ""
    let said =
      switch (error.code, error.message) {
      case ("unknown", let message?): "The call\(operation) failed: \(message)"
      case (let code, let message?) where ErrorAnswer.isOwn(code):
        "The call\(operation) failed with '\(code)': \(message)"
      case (let code, _):
        "The call\(operation) was answered with the error '\(code)'"
          + (error.requestID.map { ", request \($0)." } ?? ".")
      }
    return Problem("call-failed", said, hint: error.hint, at: Place(file: file))
  }

  static func partialAnswer(_ file: String, member: String) -> Problem {
    Problem(
      "partial-answer", "Beside what the answer gives, '\(member)' says that something is missing.",
      hint: "Repeat the call.", at: Place(file: file))
  }

  static func fewerThanSaid(_ file: String, _ said: Int, has count: Int) -> Problem {
    Problem(
      "partial-answer", "The answer says that its list has \(said), and it has \(count).",
      hint: "Export the whole answer, without --query.", at: Place(file: file))
  }

  static func wrongForm(_ file: String, _ misfit: Misfit) -> Problem {
    Problem(
      "wrong-form", misfit.sentence,
      hint: "Export it as the AWS CLI prints it; PowerShell's ConvertTo-Json needs -Depth 100.",
      at: Place(file: file))
  }

  static func utf16File(_ file: String) -> Problem {
    Problem(
      "utf16-file", "The file is UTF-16 and ends within a character.",
      hint: "Export it again; '| Out-File -Encoding utf8 FILE' writes UTF-8.",
      at: Place(file: file))
  }

  static func corruptGzip(_ file: String) -> Problem {
    Problem("corrupt-gzip", "The gzip data is damaged.", at: Place(file: file))
  }

  static func truncatedGzip(_ file: String) -> Problem {
    Problem("truncated-gzip", "The gzip data is incomplete.", at: Place(file: file))
  }

  static func gzipBomb(_ file: String, limit: Int) -> Problem {
    Problem(
      "gzip-bomb", "The gzip data holds more than \(limit) bytes, far more than its size explains.",
      hint: "Decompress it yourself if you trust it.", at: Place(file: file))
  }

  static func fileTooLarge(_ file: String, limit: Int) -> Problem {
    Problem(
      "file-too-large", "An answer that is one document may have \(limit) bytes at most.",
      at: Place(file: file))
  }

  static func missingMember(_ file: String, members: [String]) -> Problem {
    Problem(
      "missing-member",
      "The answer has no list '\(members.joined(separator: "' or '"))'.",
      hint: "Export the whole answer, without --query.", at: Place(file: file))
  }

  static func notAnAnswer(_ file: String, call: String, because reason: String? = nil) -> Problem {
    Problem(
      "not-an-answer", "This is not an answer of '\(call)'.\(reason.map { " \($0)" } ?? "")",
      at: Place(file: file))
  }

  static func noDocuments(_ file: String) -> Problem {
    Problem("no-documents", "Nothing in this file is a resource.", at: Place(file: file))
  }

  static func unreadPage(_ file: String, token: String, files: Int) -> Problem {
    Problem(
      "unread-page",
      "The answer goes on ('\(token)'), and its next page is not among the \(files) file(s) of this"
        + " listing.",
      hint: "Export every page: without --max-items and --no-paginate.", at: Place(file: file))
  }

  static func missingPage(_ file: String, page: Int) -> Problem {
    Problem(
      "unread-page", "Page \(page) of this listing is missing.",
      hint: "Add the missing file.", at: Place(file: file))
  }

  static func unknownAccount(_ file: String) -> Problem {
    Problem(
      "unknown-account", "Neither the path nor the content says which account this is from.",
      hint: "Name it with --account, or put the file in a folder named after the account.",
      at: Place(file: file))
  }

  static func unknownRegion(_ file: String) -> Problem {
    Problem(
      "unknown-region", "Neither the path nor the content says which region this is from.",
      hint: "Name it with --region, or put the file in a folder named after the region.",
      at: Place(file: file))
  }

  static func conflictingAccount(_ file: String, _ one: StatedPlace, _ other: String) -> Problem {
    Problem(
      "conflicting-account", "\(one) says account \(one.value), but \(other).",
      hint: "Name the right one with --account, and keep the files of each account apart.",
      at: Place(file: file))
  }

  static func conflictingRegion(_ file: String, _ one: StatedPlace, _ other: String) -> Problem {
    Problem(
      "conflicting-region", "\(one) says region \(one.value), but \(other).",
      hint: "Name the right one with --region, and keep the files of each region apart.",
      at: Place(file: file))
  }

  static func severalListings(_ files: [String], at file: String) -> Problem {
    let names = files.prefix(3).map { $0.split(separator: "/").suffix(2).joined(separator: "/") }
    return Problem(
      "several-listings",
      "\(files.count) files are each a whole listing of this scope: "
        + names.joined(separator: ", ") + (files.count > 3 ? ", …" : "") + ".",
      hint: "Import each moment for itself; name pages .page1, .page2 and so on.",
      at: Place(file: file))
  }

  static func contradictedListing(_ file: String, seen: String) -> Problem {
    Problem(
      "contradicted-listing", "The listing lacks a resource that another file holds: \(seen).",
      hint: "One of them is from another time, or was filtered: import each time separately.",
      at: Place(file: file))
  }

  /// A list that is empty though the store knows some of it: `looks-filtered`.
  package static func filtered(_ file: String, member: String) -> Problem {
    Problem(
      "looks-filtered", "The list '\(member)' is empty, as --filter or --scope makes it.",
      hint:
        "Export without a filter; where there is really none, import the call that lists only this.",
      at: Place(file: file))
  }

  /// A part of what a scope has, of which the store knows some and which no list of an import is of.
  package static func sliceNotListed(_ word: String, of type: ResourceType) -> Problem {
    Problem(
      "looks-filtered",
      "No list of \(type) is about \(word), but the store knows some. Each list is of one type.",
      hint: "Export the list of each type, into a file of its own that is named after it.")
  }

  /// A list of policies without any of AWS's, though the store knows some: `looks-filtered`.
  package static func withoutPoliciesOfAWS(_ file: String) -> Problem {
    Problem(
      "looks-filtered", "None of the policies of AWS is listed, as with --scope Local.",
      hint: "Export without --scope and --filter.", at: Place(file: file))
  }

  static func invalidItem(_ message: String, at place: Place) -> Problem {
    Problem(
      "invalid-item", message, hint: "Export it again, or correct it where it was written.",
      at: place)
  }

  /// One resource that stands twice in an import, with different content from the same call.
  package static func duplicateResource(_ resource: ResourceID, first: Place, second: Place)
    -> Problem
  {
    Problem(
      "duplicate-resource",
      "\(resource) stands twice, with different content: in \(first) and in \(second).",
      hint: "Import the files of one moment together, and those of another separately.",
      at: second)
  }
}

extension Problem {
  static func partAnsweredTwice(_ file: String) -> Problem {
    Problem(
      "part-answered-twice", "Another file has a different answer to the same call.",
      hint: "Import the files of one moment together, and leave copies out.", at: Place(file: file))
  }

  static func unnamedPart(_ file: String) -> Problem {
    Problem(
      "unnamed-part", "Neither the path nor the answer says which resource this is about.",
      hint: "Name the file after the resource, as in 's3-get-bucket-policy/BUCKET'.",
      at: Place(file: file))
  }

  static func partOfUnlisted(_ file: String, _ type: ResourceType, _ resource: String) -> Problem {
    Problem(
      "part-of-unlisted",
      "This is a part of '\(resource)', and no listing of \(type) beside it has that resource.",
      hint: "Export anew into an empty folder, or name the file after a resource of the listing.",
      at: Place(file: file))
  }

  static func partNotGiven(_ field: String, of id: ResourceID) -> Problem {
    Problem(
      "part-not-given",
      "No file gives the \(field) of '\(id.id)', and files beside its listing give it of others.",
      hint: "Export it again, each resource with its parts.")
  }

  static func partWithoutListing(_ file: String, _ type: ResourceType) -> Problem {
    Problem(
      "part-without-listing",
      "This is a part of a resource of type \(type), and no file beside it lists those.",
      hint: "Export the listing into the same folder.", at: Place(file: file))
  }
}

extension Misfit {
  /// What is wrong, as a sentence.
  var sentence: String {
    guard found != "nothing" else { return "It has no '\(path)', which AWS gives of every one." }
    return
      "\(path.isEmpty ? "The answer" : "'\(path)'") is \(found) where AWS gives \(wanted.words)."
  }
}
