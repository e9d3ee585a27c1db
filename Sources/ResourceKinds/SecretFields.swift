package import ConfigurationDiff

extension ResourceKind {
  /// Fields that hold secrets in any resource, by their name at any depth, as the CLI and as AWS
  /// Config spell them.
  package static let commonSecrets: [FieldPath] =
    [
      "AccessKeyId", "AccessToken", "ApiKey", "AuthToken", "ClientSecret", "ConnectionString",
      "MasterUserPassword", "OAuthToken", "Passphrase", "Password", "PreSharedKey", "PrivateKey",
      "SecretAccessKey", "SecretBinary", "SecretKey", "SecretString", "SessionToken", "UserData",
    ].flatMap { name in
      [name, name.prefix(1).lowercased() + name.dropFirst()].map { FieldPath("**.\($0)") }
    } + environments

  /// The values of environment variables, which people put secrets into: of containers (ECS, Batch, App Runner, Lightsail,
  /// GameLift, SageMaker), builds and functions, as lists and as maps; and the properties of Glue connections.
  private static let environments: [FieldPath] = [
    "**.environment[].value", "**.Environment[].Value", "**.Environment[].value",
    "**.environmentVariables[].value", "**.environmentVariables[].Value",
    "**.EnvironmentVariables[].Value", "**.environmentVariables.*", "**.EnvironmentVariables.*",
    "**.RuntimeEnvironmentVariables.*", "**.RuntimeEnvironmentVariables[].Value",
    "**.runtimeEnvironmentVariables.*", "**.runtimeEnvironmentVariables[].value",
    "**.Environment.Variables.*", "**.environment.variables.*", "**.env[].value", "**.Env[].Value",
    "**.EnvironmentOverride[].Value", "**.containers.*.environment.*",
    "**.Containers[].Environment.*", "**.Container.Environment.*",
    "**.ContainerEnvironmentVariables.*", "**.ContainerDefinition.Environment.*",
    "**.InferenceContainers[].Environment.*", "**.DataQualityAppSpecification.Environment.*",
    "**.ModelBiasAppSpecification.Environment.*",
    "**.ModelExplainabilityAppSpecification.Environment.*",
    "**.ModelQualityAppSpecification.Environment.*", "**.OptimizationEnvironment.*",
    "**.OverrideEnvironment.*",
    "**.PrimaryContainer.Environment.*", "**.TrainingJobDefinition.Environment.*",
    "**.TransformJobDefinition.Environment.*", "**.ConnectionProperties.PASSWORD",
    // A virtual private network's whole configuration, with its pre-shared keys, as one text.
    "**.CustomerGatewayConfiguration", "**.customerGatewayConfiguration",
  ]

  /// The same kind, with the fields that are secret anywhere among its secrets.
  package var keepingSecrets: ResourceKind {
    var kind = self
    kind.secrets += Self.commonSecrets
    return kind
  }
}
