import Testing

/// Who may import whom. SwiftPM's own check sees neither what is transitive nor what it did not build.
@Suite struct ImportTests {
  private static let allowed: [String: Set<String>] = [
    "ConfigurationModel": ["Synchronization"],
    "ConfigurationJSON": ["ConfigurationModel", "CSimdjson"],
    "ConfigurationDiff": ["ConfigurationModel", "ConfigurationJSON"],
    "ResourceKinds": ["ConfigurationModel", "ConfigurationDiff", "Synchronization"],
    "ChangeAudit": ["ConfigurationModel", "ConfigurationDiff"],
    "Activity": ["ConfigurationModel", "ConfigurationDiff"],
    "AlertRules": ["ConfigurationModel"],
    "Guardrails": ["ConfigurationModel", "ConfigurationDiff"],
    "GuardrailConditions": ["ConfigurationModel", "GRDBSQLite", "Guardrails"],
    "AuditSchedule": ["ConfigurationModel", "Foundation"],
    "ChangeDocuments": [
      "AlertRules", "AuditSchedule", "ConfigurationModel", "Crypto", "Foundation", "Guardrails",
      "Synchronization", "Yams",
    ],
    "AuditStore": [
      "ConfigurationModel", "CZstd", "Crypto", "Dispatch", "Foundation", "GRDB", "GRDBSQLite",
      "Synchronization",
    ],
    "SnapshotSources": [
      "ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "ResourceKinds", "Activity",
      "CZlib", "Crypto", "CryptoExtras", "FoundationEssentials", "Glibc", "Musl", "Synchronization",
    ],
    "AWSClient": [
      "ConfigurationModel", "ConfigurationJSON", "AsyncHTTPClient", "Crypto", "Dispatch",
      "Foundation", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL", "Synchronization",
    ],
    "AWSCollection": [
      "ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "AWSClient",
      "Synchronization",
    ],
    "AuditReport": ["ConfigurationModel"],
    "Notices": ["ConfigurationModel", "ChangeDocuments", "AuditReport"],
    "AuditService": [
      "ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "ResourceKinds",
      "ChangeAudit", "Activity", "AlertRules", "Guardrails", "GuardrailConditions",
      "ChangeDocuments", "AuditStore", "SnapshotSources",
      "AuditReport", "Notices", "AWSClient", "AWSCollection", "Dispatch", "Foundation",
      "Synchronization",
    ],
    "NoticeDelivery": [
      "AWSClient", "CCurl", "ConfigurationJSON", "ConfigurationModel", "ChangeDocuments",
      "AuditStore", "AuditService",
      "Crypto",
      "Dispatch", "Foundation",
    ],
    "AuditDaemon": [
      "AWSClient", "AWSCollection", "ConfigurationModel", "AlertRules", "AuditReport",
      "NoticeDelivery", "AuditSchedule", "ChangeAudit",
      "ChangeDocuments", "AuditStore", "AuditService", "Dispatch", "Foundation", "Hummingbird",
      "HummingbirdCore",
      "Logging", "NIOCore", "ServiceLifecycle", "Synchronization", "UnixSignals",
    ],
    "plumb": [
      "AWSClient", "AWSCollection", "ChangeDocuments", "ConfigurationModel", "AuditStore",
      "SnapshotSources", "AuditReport", "AuditDaemon", "AuditService", "NoticeDelivery",
      "ArgumentParser",
      "CMalloc", "Dispatch", "Foundation", "Logging", "Synchronization",
    ],
    "PlumblineTestSupport": [
      "CZlib", "ConfigurationModel", "Dispatch", "Foundation", "FoundationEssentials", "Testing",
    ],
    "AWSTestSupport": [
      "AWSClient", "Foundation", "NIOCore", "NIOHTTP1", "NIOPosix", "NIOSSL",
      "PlumblineTestSupport",
      "Synchronization",
    ],
    "CCurl": [], "CMalloc": [], "CSimdjson": [], "CZlib": [], "CZstd": [],
  ]

  private static let files = Repository.files(in: "Sources")

  @Test func `every module of Sources has its line in the table of imports`() {
    #expect(!Self.files.isEmpty)
    #expect(Set(Repository.names(in: "Sources")) == Set(Self.allowed.keys))
  }

  @Test(arguments: allowed.keys.sorted())
  func `a module imports only what it may`(module: String) {
    let may = Self.allowed[module] ?? []
    for file in Self.files where file.module == module {
      for name in file.imports where !may.contains(name) {
        Issue.record("\(file.path) imports \(name), which \(module) may not")
      }
    }
  }

  @Test func `the table has no import that nothing makes`() {
    for (module, may) in Self.allowed {
      let made = Set(Self.files.filter { $0.module == module }.flatMap(\.imports))
      #expect(may.subtracting(made).isEmpty, "\(module)")
    }
  }

  @Test func `the picture of the rooms shows imports that may be made, and every room`() throws {
    let design = try #require(Repository.text("Documentation/Design.md"))
    let picture = try #require(design.split(separator: "```mermaid").dropFirst().first)
      .prefix { $0 != "`" }
    var shown: Set<String> = []
    for line in picture.split(separator: "\n") where line.contains(" --> ") {
      let names = line.split(separator: " --> ").map { side in
        String(side.drop(while: \.isWhitespace).prefix { $0.isLetter })
      }
      shown.formUnion(names)
      #expect(Self.allowed[names[0]]?.contains(names[1]) == true, "\(line)")
    }
    let outside = [
      "CCurl", "CMalloc", "CSimdjson", "CZlib", "CZstd", "PlumblineTestSupport",
      "AWSTestSupport",
    ]
    #expect(shown == Set(Self.allowed.keys).subtracting(outside))
  }

  /// In the modules that read what comes from outside, what names a resource is checked by its type.
  @Test func `what names a place is checked where it enters`() {
    let doors: Set<String> = ["SnapshotSources", "ChangeDocuments", "AWSCollection"]
    // Of names that were checked when they were read.
    let trusted = [
      "/AccountCollector+Listing.swift", "/RecorderCollector.swift", "/ListingPages.swift",
      "/ScopeLedger.swift", "/ConfigEvents.swift",
      "/PartStore.swift", "/PartsOfAll.swift", "/RecorderScope.swift", "/WantedScopes.swift",
    ]
    for file in Self.files
    where doors.contains(file.module) && !trusted.contains(where: file.path.hasSuffix) {
      for type in ["ResourceID(", "Scope("] {
        for rest in file.text.split(separator: type, omittingEmptySubsequences: false).dropFirst() {
          let isChecked = rest.drop(while: \.isWhitespace).hasPrefix("checking")
          if !isChecked { Issue.record("\(file.path): \(type)\(rest.prefix(40))") }
        }
      }
    }
  }

  @Test func `no SQL stands outside the store`() {
    let words = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE "]
    for file in Self.files
    where file.module != "AuditStore" && !file.path.hasSuffix("/QueryCommand.swift")
      // The rows that conditions of guardrails ask lie in a database of their own, never in the store's.
      && file.module != "GuardrailConditions"
      // AWS Config has a query language of its own.
      && !file.path.hasSuffix("/RecordedKey.swift")
    {
      for (number, line) in file.lines.enumerated() where !line.isExample {
        let word = words.first { line.contains($0) }
        if let word { Issue.record("\(file.path):\(number + 1) holds SQL: \(word)") }
      }
    }
  }
}

extension Substring {
  /// Help texts and hints show what a person may ask `plumb query`, and so do comments.
  fileprivate var isExample: Bool { contains("plumb query") || contains("///") }
}

extension Repository.File {
  /// The modules that the file imports, whatever their access.
  var imports: [String] {
    lines.compactMap { line in
      let words = line.split(separator: " ")
      let access: Set<Substring> = [
        "package", "public", "internal", "fileprivate", "private", "@testable", "@preconcurrency",
      ]
      let rest = words.drop(while: access.contains)
      guard rest.first == "import", let name = rest.last else { return nil }
      return name.split(separator: ".").first.map(String.init)
    }
  }
}
