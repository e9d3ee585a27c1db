import ConfigurationModel
import Foundation

/// Reads a file, or every document file in a folder and below it in the order of paths, and gathers
/// the problems of all of them; a folder without one is a problem too. A file or folder whose name begins with a point is left out.
func readFiles<Value>(
  at path: String, _ read: (_ text: String, _ file: String) throws(Problems) -> [Value]
) throws(Problems) -> [Value] {
  var values: [Value] = []
  var problems: [Problem] = []
  for file in try documentFiles(at: path) {
    do throws(Problems) {
      values += try read(try documentText(at: file), file)
    } catch {
      problems += error.all
    }
  }
  guard problems.isEmpty else { throw Problems(problems) }
  return values
}

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
      .unreadableDocument(error.localizedDescription, at: Problem.Place(file: path))
    ])
  }
  let folder = path.hasSuffix("/") ? path : path + "/"
  let files = names.filter(\.isDocumentName).sorted { $0.precedes($1) }.map { folder + $0 }
  guard !files.isEmpty else {
    throw Problems([
      .unreadableDocument(
        "no .yaml, .yml or .json file is in this folder", at: Problem.Place(file: path))
    ])
  }
  return files
}

extension String {
  fileprivate var isDocumentName: Bool {
    let isHidden = split(separator: "/").contains { $0.hasPrefix(".") }
    return !isHidden && [".yaml", ".yml", ".json"].contains { lowercased().hasSuffix($0) }
  }
}

/// The text of a file, which must be UTF-8.
func documentText(at path: String) throws(Problems) -> String {
  let place = Problem.Place(file: path, line: 1)
  let data: Data
  do {
    data = try Data(contentsOf: URL(fileURLWithPath: path))
  } catch {
    throw Problems([.unreadableDocument(error.localizedDescription, at: place)])
  }
  guard data.count <= DocumentLimit.bytes else { throw Problems([.documentTooLarge(path)]) }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw Problems([.unreadableDocument("it is not UTF-8", at: place)])
  }
  return text
}
