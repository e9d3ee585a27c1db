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

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

// Targets stand in dependency order: each may import only what stands above it.
let package = Package(
  name: "plumbline",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    module("ConfigurationModel"),
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    module("ConfigurationJSON", ["ConfigurationModel", "CSimdjson"]),
    module("ConfigurationDiff", ["ConfigurationModel", "ConfigurationJSON"]),
    module("ResourceKinds", ["ConfigurationModel", "ConfigurationDiff"]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    module(
      "SnapshotSources",
      ["ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "ResourceKinds", "CZlib"]),
    module("AuditReport", ["ConfigurationModel"]),

    module("PlumblineTestSupport", ["ConfigurationModel"]),
    tests("ConfigurationModel"),
    tests("ConfigurationJSON", ["ConfigurationModel"]),
    tests("ConfigurationDiff", ["ConfigurationModel"]),
    tests(
      "SnapshotSources",
      ["ConfigurationModel", "ConfigurationJSON", "ConfigurationDiff", "ResourceKinds", "CZlib"]),
    tests("ResourceKinds", ["ConfigurationModel", "ConfigurationDiff"]),
  ],
  cxxLanguageStandard: .cxx17
)
