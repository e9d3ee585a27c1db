import ConfigurationModel
import Foundation

/// Reads a file, or every document file in a folder and below it in the order of paths, and gathers
/// the problems of all of them; a folder without one is a problem too. A file or folder whose name begins with a point is left out.
func readFiles<Value>(
  at path: String, _ read: (_ text: String, _ file: String) throws(Problems) -> [Value]
) throws(Problems) -> [Value] {
  let files = try documentFiles(at: path)
  guard !files.isEmpty else {
    throw Problems([
      .unreadableDocument(
        "no .yaml, .yml or .json file is in this folder", at: Problem.Place(file: path))
    ])
  }
  var values: [Value] = []
  var problems: [Problem] = []
  for file in files {
    do throws(Problems) {
      values += try read(try documentText(at: file, below: path), file)
    } catch {
      problems += error.all
    }
  }
  guard problems.isEmpty else { throw Problems(problems) }
  return values
}

/// The same, file by file: one that cannot be read stops no other. What is wrong with the path itself is its own entry; a
/// folder without a document has none.
func readEachFile<Value>(
  at path: String, _ read: (_ text: String, _ file: String) throws(Problems) -> [Value]
) -> [(file: String, result: Result<[Value], Problems>)] {
  do throws(Problems) {
    return try documentFiles(at: path).map { file in
      do throws(Problems) {
        return (file, .success(try read(try documentText(at: file, below: path), file)))
      } catch {
        return (file, .failure(error))
      }
    }
  } catch {
    return [(path, .failure(error))]
  }
}

/// The file, or the document files in a folder and below it in the order of paths: none where nobody has written one yet.
private func documentFiles(at path: String) throws(Problems) -> [String] {
  var isFolder: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
    throw Problems([.unreadableDocument("there is no such file", at: Problem.Place(file: path))])
  }
  guard isFolder.boolValue else { return [path] }
  let names: [String]
  do {
    // A link to a folder is not looked into by itself.
    let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    names = try FileManager.default.subpathsOfDirectory(atPath: folder)
  } catch {
    throw Problems([
      .unreadableDocument(error.reason, at: Problem.Place(file: path))
    ])
  }
  let folder = path.hasSuffix("/") ? path : path + "/"
  return names.filter(\.isDocumentName).sorted { $0.precedes($1) }.map { folder + $0 }
}

extension String {
  /// Whether a path without links is that of a folder or stands in it.
  fileprivate func isInside(_ folder: String) -> Bool {
    let root = URL(fileURLWithPath: folder).resolvingSymlinksInPath().path
    return self == root || hasPrefix(root == "/" ? root : root + "/")
  }

  /// Whether a name ends as those of documents do, in letters of any case.
  package var hasDocumentSuffix: Bool {
    [".yaml", ".yml", ".json"].contains { lowercased().hasSuffix($0) }
  }

  /// Whether a path from a folder is one of the documents that are read there.
  var isDocumentName: Bool {
    let isHidden = split(separator: "/").contains { $0.hasPrefix(".") }
    return !isHidden && hasDocumentSuffix
  }
}

/// The text of a file, which must be UTF-8. A pipe or a device is not opened, nor a link that leads out of
/// the folder that was named: whoever may write into it must not have other files of the machine read.
func documentText(at path: String, below root: String? = nil) throws(Problems) -> String {
  let place = Problem.Place(file: path, line: 1)
  let url = URL(fileURLWithPath: path)
  if let root, root != path, !url.resolvingSymlinksInPath().path.isInside(root) {
    throw Problems([
      .unreadableDocument(
        "it is a link to something outside of the folder that was named", at: place)
    ])
  }
  let data: Data
  do {
    let facts = try url.resolvingSymlinksInPath()
      .resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
    guard facts.isRegularFile == true else {
      throw Problems([
        .unreadableDocument("it is a pipe, a socket or a device, and not a file", at: place)
      ])
    }
    // Before it is in memory.
    guard facts.fileSize ?? 0 <= DocumentLimit.bytes else {
      throw Problems([.documentTooLarge(path)])
    }
    data = try Data(contentsOf: url)
  } catch let problems as Problems {
    throw problems
  } catch {
    throw Problems([.unreadableDocument(error.reason, at: place)])
  }
  guard data.count <= DocumentLimit.bytes else { throw Problems([.documentTooLarge(path)]) }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw Problems([.unreadableDocument("it is not UTF-8", at: place)])
  }
  return text
}

extension Error {
  /// What went wrong, without a full stop: a sentence goes on after it.
  fileprivate var reason: String {
    let words = localizedDescription
    return words.hasSuffix(".") ? String(words.dropLast()) : words
  }
}
