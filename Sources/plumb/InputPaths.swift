import ChangeDocuments
import ConfigurationModel
import Foundation
import SnapshotSources

/// Files and folders that are read: nothing is written over what stands there, nor into a folder where it would be read.
struct InputPaths {
  /// One that is not there counts too, but for a program's word: it would be read as soon as it is.
  let paths: [ReadPath]

  /// The first of the paths, as it was named, that a file is, or that is a folder in which it is read; through links and by
  /// any of its names. Nil where there is none.
  func holding(_ file: String) -> String? {
    let facts = FileFacts(file)
    // A pipe or a device is nothing that could be replaced.
    guard facts?.isRegular ?? true else { return nil }
    let place = file.placeOfFile
    return paths.first { Self.isRead(place, facts, by: $0) }?.path
  }

  private static func isRead(_ place: String, _ facts: FileFacts?, by path: ReadPath) -> Bool {
    let there = FileFacts(path.path)
    if let there, !there.isFolder { return facts?.isOne(with: there) ?? false }
    if path.content == .word { return false }
    let own = path.path.placeOfFile
    if place == own { return true }
    if let inside = place.path(below: own), path.reads(inside) { return true }
    // It may stand there under another name.
    guard there != nil, let facts, facts.names > 1,
      let names = FileManager.default.enumerator(atPath: own)
    else { return false }
    for case let name as String in names where path.reads(name) {
      if FileFacts(own + "/" + name)?.isOne(with: facts) ?? false { return true }
    }
    return false
  }
}

extension String {
  /// The path of what it leads to without links; of what is not there, where opening it would make a file.
  var placeOfFile: String { placeOfFile(links: 40) }

  /// The same.
  ///
  /// - Parameter links: How many are followed still; Linux follows 40 (path_resolution(7)).
  private func placeOfFile(links: Int) -> String {
    if let withoutLinks { return withoutLinks }
    guard !["", ".", "/"].contains(self) else { return self }
    guard !hasSuffix("/") else { return String(dropLast()).placeOfFile(links: links) }
    if links > 0, let target = try? FileManager.default.destinationOfSymbolicLink(atPath: self) {
      let path = target.hasPrefix("/") ? target : "\(folder)/\(target)"
      return path.placeOfFile(links: links - 1)
    }
    let above = folder.placeOfFile(links: links)
    switch fileName {
    case ".": return above
    case "..": return above.folder
    case let name: return above == "/" ? above + name : "\(above)/\(name)"
    }
  }

  /// The rest of a path in a folder; nil where it is not in it. Both without links.
  fileprivate func path(below folder: String) -> String? {
    // By bytes: a name may begin with what combines with the slash before it.
    let root = folder == "/" ? folder : folder + "/"
    guard utf8.starts(with: root.utf8) else { return nil }
    return String(decoding: utf8.dropFirst(root.utf8.count), as: UTF8.self)
  }
}
