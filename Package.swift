// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every Swift target: warnings are errors, imports are explicit.
let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [],
  resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: swiftSettings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.target(name: name), "PlumblineTestSupport"] + dependencies,
    exclude: exclude, swiftSettings: swiftSettings)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let asyncHTTPClient = Target.Dependency.product(
  name: "AsyncHTTPClient", package: "async-http-client")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let serviceLifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")

// Targets stand in dependency order: each may import only what stands above it.
let package = Package(
  name: "plumbline",
  products: [.executable(name: "plumb", targets: ["plumb"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

    module("ConfigurationModel"),
    module("ConfigurationJSON", ["ConfigurationModel", "CSimdjson"]),
    module("ConfigurationDiff", ["ConfigurationModel", "ConfigurationJSON"]),
    module("ResourceKinds", ["ConfigurationModel", "ConfigurationDiff"]),
    module("ChangeAudit", ["ConfigurationModel", "ConfigurationDiff"]),
    module("Activity", ["ConfigurationModel", "ConfigurationDiff"]),
    module("AlertRules", ["ConfigurationModel"]),
    module("Guardrails", ["ConfigurationModel", "ConfigurationDiff"]),
    module(
      "GuardrailConditions",
      [
        "ConfigurationModel", "Guardrails", .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ]),
    module("AuditSchedule", ["ConfigurationModel"]),
    module(
      "ChangeDocuments",
      ["ConfigurationModel", "AlertRules", "Guardrails", "AuditSchedule", crypto, yams],
      resources: [.embedInCode("Alerts"), .embedInCode("Guardrails")]),
    module(
      "AuditStore",
      [
        "ConfigurationModel", "CZstd", crypto, .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ], resources: [.embedInCode("Migrations")]),
    module(
      "SnapshotSources",
      [
        "ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "ResourceKinds", "Activity",
        "CZlib", crypto, cryptoExtras,
      ]),
    module(
      "AWSClient",
      [
        "ConfigurationModel", "ConfigurationJSON", crypto, asyncHTTPClient,
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ]),
    module(
      "AWSCollection",
      ["ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "AWSClient"]),
    module("AuditReport", ["ConfigurationModel"]),
    module("Notices", ["ConfigurationModel", "ChangeDocuments", "AuditReport"]),
    module(
      "AuditService",
      [
        "AWSClient", "AWSCollection", "ConfigurationModel", "ConfigurationJSON",
        "ConfigurationDiff", "ResourceKinds", "ChangeAudit", "Activity", "AlertRules",
        "Guardrails", "GuardrailConditions", "ChangeDocuments", "AuditStore", "SnapshotSources",
        "AuditReport", "Notices",
      ]),
    module(
      "NoticeDelivery",
      [
        "AWSClient", "ConfigurationModel", "ChangeDocuments", "AuditStore", "Notices",
        "AuditService", "CCurl", "ConfigurationJSON", crypto,
      ]),
    module(
      "AuditDaemon",
      [
        "AWSClient", "AWSCollection", "ConfigurationModel", "AlertRules", "AuditSchedule",
        "ChangeAudit", "ChangeDocuments",
        "AuditStore",
        "AuditReport", "AuditService", "NoticeDelivery", logging, serviceLifecycle,
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    .executableTarget(
      name: "plumb",
      dependencies: [
        "AWSClient", "AWSCollection", "ChangeDocuments", "ConfigurationModel", "AuditStore",
        "SnapshotSources", "AuditReport", "AuditService", "NoticeDelivery", "AuditDaemon",
        "CMalloc", logging,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: swiftSettings),

    module("PlumblineTestSupport", ["ConfigurationModel", "CZlib"]),
    module(
      "AWSTestSupport",
      [
        "AWSClient", "PlumblineTestSupport", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ], exclude: ["Moto"]),
    .testTarget(name: "ArchitectureTests", swiftSettings: swiftSettings),
    tests("ConfigurationModel"),
    tests("ConfigurationJSON", ["ConfigurationModel"]),
    tests("ConfigurationDiff", ["ConfigurationModel"]),
    tests("ResourceKinds", ["ConfigurationModel", "ConfigurationDiff", "ConfigurationJSON"]),
    tests("ChangeAudit", ["ConfigurationModel", "ConfigurationDiff"]),
    tests(
      "Activity",
      ["ConfigurationModel", "ConfigurationDiff", "ConfigurationJSON", "ResourceKinds"]),
    tests("AlertRules", ["ConfigurationModel"]),
    tests(
      "Guardrails",
      ["ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "ResourceKinds"]),
    tests(
      "GuardrailConditions",
      ["ConfigurationModel", "ConfigurationDiff", "Guardrails", "ResourceKinds"]),
    tests("AuditSchedule", ["ConfigurationModel"]),
    tests(
      "ChangeDocuments",
      ["ConfigurationModel", "ChangeAudit", "AlertRules", "Guardrails", "AuditSchedule"]),
    tests(
      "AuditStore", ["ConfigurationModel", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["Golden"]),
    .testTarget(
      name: "ReliabilityTests",
      dependencies: [
        "plumb", "AuditStore", "AWSTestSupport", "ConfigurationModel", "PlumblineTestSupport",
      ],
      swiftSettings: swiftSettings),
    tests(
      "SnapshotSources",
      ["ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "ResourceKinds"]),
    tests("AWSClient", ["ConfigurationModel", "ConfigurationJSON", "AWSTestSupport"]),
    tests(
      "AWSCollection",
      [
        "AWSClient", "AWSTestSupport", "ConfigurationJSON", "ConfigurationModel",
        "ConfigurationDiff", "ResourceKinds",
        "AuditService", "AuditStore", "ChangeAudit", "ChangeDocuments", "AuditReport",
        "SnapshotSources",
      ]),
    tests("AuditReport", ["ConfigurationModel"], exclude: ["Golden"]),
    tests(
      "AuditService",
      [
        "Activity", "AlertRules", "AuditSchedule", "ConfigurationModel", "ConfigurationJSON",
        "ConfigurationDiff", "ChangeAudit", "Guardrails", "GuardrailConditions",
        "ChangeDocuments", "AuditStore", "SnapshotSources",
        "AuditReport", crypto, cryptoExtras,
      ], exclude: ["Scenarios"]),
    tests(
      "Notices", ["AuditReport", "ChangeDocuments", "ConfigurationJSON", "ConfigurationModel"],
      exclude: ["Golden"]),
    tests(
      "NoticeDelivery",
      [
        "AuditSchedule", "AWSClient", "AWSTestSupport", "AuditService", "AuditStore", "ChangeAudit",
        "ChangeDocuments", "ConfigurationJSON", "ConfigurationModel", "Notices",
        "SnapshotSources", crypto,
      ]),
    .testTarget(
      name: "CorpusTests",
      dependencies: [
        "AuditService", "AuditStore", "SnapshotSources", "ResourceKinds", "ConfigurationDiff",
        "ConfigurationJSON", "ConfigurationModel", "AuditReport", "PlumblineTestSupport",
      ], swiftSettings: swiftSettings),
    tests(
      "AuditDaemon",
      [
        "AWSClient", "AuditService", "AuditStore", "ChangeDocuments", "ConfigurationModel", logging,
        serviceLifecycle,
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    tests(
      "plumb", [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      exclude: ["Golden", "Stores"]),
  ],
  cxxLanguageStandard: .cxx17
)
