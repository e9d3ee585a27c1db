package import ConfigurationDiff
import ConfigurationModel

extension ResourceKind {
  /// `AWS::Lambda::Function`. The values of environment variables are secret.
  package static let lambdaFunction = ResourceKind(
    "AWS::Lambda::Function",
    listings: [
      Listing("lambda", "list-functions", "Functions"),
      Listing("lambda", "get-function-configuration", nil),
    ],
    details: [
      Detail(
        "lambda", "get-policy", parameter: "function-name", field: "Policy", member: "Policy",
        beside: ["RevisionId"], absent: [noPart]),
      Detail(
        "lambda", "get-function-concurrency", parameter: "function-name", field: "Concurrency",
        none: .empty),
      Detail(
        "lambda", "get-function-url-config", parameter: "function-name", field: "FunctionUrlConfig",
        absent: [noPart]),
      Detail("lambda", "list-tags", parameter: "resource", field: "Tags", member: "Tags"),
    ],
    // Versions are listed where they are asked for (Lambda API, ListFunctions, `FunctionVersion`).
    identity: Identity(
      id: ["FunctionName"], arn: "FunctionArn", qualifier: .version("Version", plain: "$LATEST")),
    facets: [
      "Policy", "Concurrency", "FunctionUrlConfig", "Tags", "LoggingConfig", "ConfigSha256",
      "RuntimeVersionConfig", "CapacityProviderConfig", "DurableConfig", "TenancyConfig",
    ],
    always: ["CodeSha256", "MemorySize", "Role", "Timeout"],
    columns: [
      "Architectures", "Description", "EphemeralStorage", "PackageType", "SnapStart",
      "TracingConfig", "Version",
    ],
    failures: [
      "Environment.Error", "ImageConfigResponse.Error", "RuntimeVersionConfig.Error",
    ],
    configRules: configRules, rules: volatile + rules,
    secrets: ["Environment.Variables.*", "configuration.environment.variables.*"],
    assess: assessing { watches.assess($0) ?? assessFunctionPolicy($0) },
    inPlace: assessPolicies(["Policy": .resource("function")]))

  /// `The resource you requested does not exist.`; of a function or a version that is not there,
  /// `Function not found: …`.
  private static let noPart = ErrorSign("ResourceNotFoundException", butNot: "Function not found")

  // Names of environment variables are people's own.
  private static let configRules: [NormalizationRule] = [
    .withoutNulls(""), .capitalized("configuration", except: ["variables"]),
    .capitalized("supplementaryConfiguration.Concurrency", except: []), .lifted("configuration"),
    .lifted("supplementaryConfiguration"), .renamed("tags", to: "Tags"), .dropped("tags"),
    .renamed("KmsKeyArn", to: "KMSKeyArn"), .renamed("KmskeyArn", to: "KMSKeyArn"),
  ]

  /// What the function does now, and what says no more than `CodeSha256`.
  private static let volatile: [NormalizationRule] = [
    "CodeSize", "ConfigSha256", "FunctionArn",
    "FunctionUrlConfig.CreationTime",
    "FunctionUrlConfig.FunctionArn", "FunctionUrlConfig.LastModifiedTime", "LastModified",
    "LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode", "Layers[].CodeSize",
    "RevisionId", "SnapStart.OptimizationStatus", "State", "StateReason", "StateReasonCode",
    "VpcConfig.VpcId",
  ].map { .dropped(FieldPath($0)) }

  // What the call that made the function left out is the same as what it may say (Lambda API
  // Reference, CreateFunction); AWS Config leaves it out.
  private static let rules: [NormalizationRule] = [
    .defaulted("", field: "VpcConfig", .object([:])),
    .defaulted("VpcConfig", field: "Ipv6AllowedForDualStack", .bool(false)),
    .set("VpcConfig.SubnetIds"), .set("VpcConfig.SecurityGroupIds"),
    .defaulted("", field: "Layers", .list([])),
    .defaulted("", field: "TracingConfig", .object(["Mode": .string("PassThrough")])),
    .defaulted("", field: "EphemeralStorage", .object(["Size": .number("512")])),
    .defaulted("", field: "Architectures", .list([.string("x86_64")])), .set("Architectures"),
    .defaulted("", field: "PackageType", .string("Zip")),
    .defaulted("", field: "SnapStart", .object(["ApplyOn": .string("None")])),
    .defaulted("", field: "Description", .string("")),
    .keyed("FileSystemConfigs", by: ["LocalMountPath"]), .policy("Policy"),
    .set("FunctionUrlConfig.Cors.AllowHeaders"), .set("FunctionUrlConfig.Cors.AllowMethods"),
    .set("FunctionUrlConfig.Cors.AllowOrigins"), .set("FunctionUrlConfig.Cors.ExposeHeaders"),
    .tags("Tags"),
  ]

  private static let watches = [
    Watch("CodeSha256", .high, "The function runs other code"),
    Watch(
      "FunctionUrlConfig.AuthType", .becomes(.string("NONE")), .critical,
      "Anybody in the world may now call the function by its URL"),
    Watch("FunctionUrlConfig", .leaves(.null), .high, "The function can now be called by a URL"),
    Watch("Role", .high, "The function acts with another role"),
    Watch("Layers", .any, .high, "The function runs with other layers"),
    Watch("Environment.Variables", .any, .medium, "The function runs with other settings"),
    Watch("VpcConfig", .medium, "The function runs in another network"),
    Watch("KMSKeyArn", .medium, "The function's settings are encrypted with another key"),
    Watch("Description", .any, .low),
  ]

  private static func assessFunctionPolicy(_ edit: Edit) -> Assessment? {
    guard edit.path.steps.first == .key("Policy") else { return nil }
    return assessPolicy(edit, .resource("function"))
  }
}
