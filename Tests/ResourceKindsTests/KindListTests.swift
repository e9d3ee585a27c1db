import ConfigurationDiff
import ConfigurationModel
import Foundation
import ResourceKinds
import Testing

@Test func `every kind has a type of its own`() {
  let types = ResourceKind.all.map(\.type)
  #expect(Set(types).count == types.count)
}

@Test func `every file of the folder Kinds is one entry of the list`() throws {
  let folder = packageRoot.appending(path: "Sources/ResourceKinds/Kinds")
  let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
  let declared = try files.flatMap { file -> [String] in
    let source = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
    let types = source.matches(of: /= ResourceKind\(\s*"(AWS::[A-Za-z0-9:]+)"/).map { String($0.1) }
    #expect(types.count == 1, "\(file) declares \(types)")
    return types
  }
  #expect(declared.sorted() == ResourceKind.all.map(\.type.name).sorted())
}

@Test func `kinds are listed and completed by reading only`() {
  for kind in ResourceKind.all {
    let operations = kind.listings.map(\.operation) + kind.details.map(\.operation)
    for operation in operations {
      let reads = ["describe-", "get-", "list-", "search-", "batch-get-"].contains {
        operation.hasPrefix($0)
      }
      #expect(reads, "\(kind.type): \(operation)")
    }
  }
}

@Test func `an item of every kind can be identified`() {
  for kind in ResourceKind.all {
    #expect(!kind.identity.id.isEmpty || kind.identity.only != nil, "\(kind.type)")
  }
}

/// The folder of the package these tests stand in.
let packageRoot = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
