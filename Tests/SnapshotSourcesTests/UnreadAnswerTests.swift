import ConfigurationModel
import ResourceKinds
import SnapshotSources
import Testing

private let folder = "111122223333/eu-west-1/"

private let refusal = "An error occurred (AccessDeniedException) when calling the X operation: no"

/// A distribution as `cloudfront list-distributions` gives it.
private func distribution(_ id: String) -> String {
  #"""
  {"Id":"\#(id)","ARN":"arn:aws:cloudfront::111122223333:distribution/\#(id)","Status":"Deployed","LastModifiedTime":"2025-01-01T00:00:00Z","DomainName":"x","Aliases":{"Quantity":0},"Origins":{"Quantity":0,"Items":[]},"DefaultCacheBehavior":{},"CacheBehaviors":{"Quantity":0},"CustomErrorResponses":{"Quantity":0},"Comment":"c","PriceClass":"p","Enabled":true,"ViewerCertificate":{},"Restrictions":{},"WebACLId":"","HttpVersion":"http2","IsIPV6Enabled":true,"Staging":false}
  """#
}

private func distributions(_ rest: String) -> String {
  #"{"DistributionList":{"Marker":"","MaxItems":100,"IsTruncated":false,\#(rest)}}"#
}

/// Answers of calls that no known kind is listed by: no file of them is passed over.
@Suite struct UnreadAnswerTests {
  /// What an import says of the one scope that a file is about.
  private func reading(_ call: String, _ text: String) throws -> [String] {
    let read = try Fixture([folder + call + ".json": text]).read()
    #expect(read.skipped.isEmpty, "\(call): \(read.skipped)")
    return read.readings.map { $0.split(separator: " ").dropFirst(2).joined(separator: " ") }
  }

  @Test(arguments: [
    (
      "imagebuilder-list-image-pipelines",
      #"{"requestId":"a","imagePipelineList":[{"arn":"arn:aws:imagebuilder:eu-west-1:111122223333:image-pipeline/a","name":"a"}]}"#,
      "AWS::Imagebuilder::ImagePipeline: read 1"
    ),
    (
      "quicksight-list-data-sets",
      #"{"Status":200,"RequestId":"a","DataSetSummaries":[{"DataSetId":"a","Name":"a"}]}"#,
      "AWS::Quicksight::DataSet: read 1"
    ),
    // A service and a call that no model has.
    (
      "newest-list-widgets", #"{"requestId":"a","NextArn":"b","widgets":[{"widgetId":"a"}]}"#,
      "AWS::Newest::Widget: read 1"
    ),
    (
      "route53-list-resource-record-sets",
      #"{"ResourceRecordSets":[{"Name":"x.","Type":"A"}],"IsTruncated":true,"NextRecordName":"y.","NextRecordType":"A","MaxItems":"1"}"#,
      "AWS::Route53::ResourceRecordSet: seen 1"
    ),
    (
      "route53-list-resource-record-sets/Z1",
      #"{"ResourceRecordSets":[{"Name":"x.","Type":"A"}],"IsTruncated":true,"NextRecordName":"y.","NextRecordType":"A","MaxItems":"1"}"#,
      "AWS::Route53::ResourceRecordSet: unread unread-page"
    ),
    // What belongs to one resource is listed, and is not all there is.
    (
      "transfer-list-users",
      #"{"ServerId":"s-1","Users":[{"Arn":"arn:aws:transfer:eu-west-1:111122223333:user/s-1/u","UserName":"u"}]}"#,
      "AWS::Transfer::User: seen 1"
    ),
    ("transfer-list-users", #"{"ServerId":"s-1","Users":null}"#, "AWS::Transfer::User: unread"),
    // The answer does not say whose they are: the call cannot be made without it.
    (
      "lambda-list-aliases", #"{"Aliases":[{"AliasArn":"a","Name":"live"}]}"#,
      "AWS::Lambda::Alias: seen 1"
    ),
    (
      "eks-list-access-entries", #"{"accessEntries":["arn:aws:iam::111122223333:role/r"]}"#,
      "AWS::EKS::AccessEntry: seen 1"
    ),
    (
      "glue-get-tables", #"{"TableList":[{"Name":"t","DatabaseName":"d"}]}"#,
      "AWS::Glue::Table: seen 1"
    ),
    // Of these an account and region has one.
    (
      "sso-admin-list-permission-sets", #"{"PermissionSets":["arn:aws:sso:::permissionSet/a/b"]}"#,
      "AWS::SsoAdmin::PermissionSet: read 1"
    ),
  ])
  func `an answer that has a request's id or a sign of a further page is about no one resource`(
    call: String, text: String, wanted: String
  ) throws {
    let found = try reading(call, text)
    #expect(found.count == 1 && found[0].hasPrefix(wanted), "\(found)")
  }

  @Test(arguments: [
    "null", "[]", #"[{"repositoryName":"a"}]"#, #"{"repositories":null}"#,
    #"{"repositories":"a"}"#,
    #"{"repositories":1}"#, #"{"repositories":{"repositoryName":"a"}}"#,
    #"{"repositories":[null]}"#,
    #"{"repositories":[{}]}"#, #"{"repositories":["@{repositoryName=a}"]}"#,
    #"{"repositories":null,"nextToken":"x"}"#, #"{"requestId":"a"}"#, refusal, "{}", "",
    #"{"ResponseMetadata":{"RequestId":"a","HTTPStatusCode":200}}"#,
  ])
  func `a listing without its list is unread, of whatever service`(text: String) throws {
    for (call, member, type) in [
      ("ecr-describe-repositories", "repositories", "ECR::Repository"),
      ("describe-workspaces", "Workspaces", "WorkSpaces::Workspace"),
      ("eks-list-nodegroups__c", "nodegroups", "EKS::Nodegroup"),
      ("glue-get-tables/db1", "TableList", "Glue::Table"),
      ("apigateway-get-stages/abc", "item", "ApiGateway::Stage"),
      ("apigateway-get-authorizers/abc", "items", "ApiGateway::Authorizer"),
      ("lightsail-get-load-balancers", "loadBalancers", "Lightsail::LoadBalancer"),
      ("codebuild-batch-get-projects", "projects", "CodeBuild::Project"),
    ] {
      let isOfTexts = type == "EKS::Nodegroup"
      guard !isOfTexts || !text.contains("repositoryName") else { continue }
      let found = try reading(call, text.replacing("repositories", with: member))
      #expect(
        found.contains { $0.hasPrefix("AWS::\(type): unread") }, "\(call) \(text): \(found)")
    }
  }

  @Test(arguments: [
    (
      "apigateway-get-stages/abc", #"{"item":[{"stageName":"p"}]}"#,
      "AWS::ApiGateway::Stage: seen 1"
    ),
    ("describe-workspaces", #"{"Workspaces":[]}"#, "AWS::WorkSpaces::Workspace: read 0"),
    (
      "codebuild-batch-get-projects",
      #"{"projects":[{"name":"a"}],"projectsNotFound":[]}"#, "AWS::CodeBuild::Project: read 1"
    ),
    (
      "ssm-get-parameters", #"{"Parameters":[{"Name":"a"}],"InvalidParameters":[]}"#,
      "AWS::SSM::Parameter: read 1"
    ),
  ])
  func `a listing with its list is read`(call: String, text: String, wanted: String) throws {
    #expect(try reading(call, text) == [wanted])
  }

  @Test(arguments: [
    ("glue-batch-get-jobs", "Jobs", "Name", "JobsNotFound"),
    ("glue-batch-get-workflows", "Workflows", "Name", "MissingWorkflows"),
    ("codebuild-batch-get-projects", "projects", "name", "projectsNotFound"),
    ("codecommit-batch-get-repositories", "repositories", "repositoryName", "repositoriesNotFound"),
    ("ssm-get-parameters", "Parameters", "Name", "InvalidParameters"),
    ("opensearch-describe-vpc-endpoints", "VpcEndpoints", "VpcEndpointId", "VpcEndpointErrors"),
    (
      "opensearchserverless-batch-get-collection", "collectionDetails", "id",
      "collectionErrorDetails"
    ),
  ])
  func `what was not found is no resource, and says that something is missing`(
    call: String, member: String, id: String, absent: String
  ) throws {
    let read = try Fixture([
      folder + call + ".json": #"{"\#(member)":[{"\#(id)":"a"}],"\#(absent)":["b"]}"#
    ]).read()
    #expect(read.items.map(\.resource.id.id) == ["a"])
    #expect(
      read.readings.count == 1 && read.readings[0].hasSuffix("unread partial-answer"),
      "\(read.readings) \(read.skipped)")
  }

  @Test func `a list whose name only begins like a failure's is one`() throws {
    let read = try Fixture([
      folder + "cloudfront-list-invalidations__E1.json":
        #"{"InvalidationList":{"Quantity":1,"Items":[{"Id":"I1","CreateTime":"t","Status":"s"}]}}"#
    ]).read()
    #expect(read.items.map(\.resource.id.id) == ["I1"])
  }

  @Test(arguments: [
    (distributions(#""Quantity":1,"Items":[\#(distribution("E1"))]"#), "read 1"),
    (distributions(#""Quantity":0"#), "read 0"),
    (distributions(#""Quantity":0,"Items":null"#), "read 0"),
    (#"{"DistributionList":{"Items":[\#(distribution("E1"))]}}"#, "read 1"),
    // Merged of several pages, of which the first says how many it had.
    (
      distributions(#""Quantity":1,"Items":[\#(distribution("E1")),\#(distribution("E2"))]"#),
      "read 2"
    ),
    (distributions(#""Quantity":1,"Items":["@{Id=E1; Enabled=True}"]"#), "unread invalid-item"),
    (
      distributions(#""Quantity":2,"Items":[\#(distribution("E1")),"x"]"#), "unread invalid-item"
    ),
    (distributions(#""Quantity":1,"Items":[{"Id":"E1"}]"#), "unread invalid-item"),
    (distributions(#""Quantity":1,"Items":"@{Id=E1}""#), "unread wrong-form"),
    (distributions(#""Quantity":1,"Items":null"#), "unread missing-member"),
    (distributions(#""Quantity":1"#), "unread missing-member"),
    (#"{"DistributionList":"@{Items=System.Object[]}"}"#, "unread wrong-form"),
    (#"{"DistributionList":null}"#, "unread missing-member"),
    (#"{"DistributionList":{}}"#, "unread missing-member"),
    (distributions(#""Quantity":2,"Items":[\#(distribution("E1"))]"#), "unread partial-answer"),
    (
      #"{"DistributionList":{"IsTruncated":false,"Quantity":1,"Items":[\#(distribution("E1"))]},"NextToken":"e"}"#,
      "unread unread-page"
    ),
    (
      distributions(#""NextMarker":"m","Quantity":1,"Items":[\#(distribution("E1"))]"#),
      "unread unread-page"
    ),
  ])
  func `a list inside an object is held to its call's model`(text: String, wanted: String) throws {
    #expect(
      try reading("cloudfront-list-distributions", text) == [
        "AWS::CloudFront::Distribution: \(wanted)"
      ])
  }

  @Test(arguments: [
    ("kms-list-keys", #""Keys":[{"KeyId":"k"}],"Truncated":false"#),
    ("iam-list-users", #""Users":[\#(listedUser("u"))],"IsTruncated":false"#),
    ("iam-list-users", #""Users":[\#(listedUser("u"))],"IsTruncated":"False""#),
  ])
  func `a flag that says that there is no more hides no next page`(call: String, text: String)
    throws
  {
    for sign in ["NextToken", "NextMarker", "nextToken"] {
      let read = try Fixture([folder + call + ".json": #"{\#(text),"\#(sign)":"m"}"#]).read()
      #expect(read.readings.allSatisfy { $0.hasSuffix("unread unread-page") }, "\(read.readings)")
    }
    let read = try Fixture([folder + call + ".json": #"{\#(text),"Marker":"m"}"#]).read()
    #expect(read.readings.allSatisfy { $0.hasSuffix("read 1") }, "\(read.readings)")
  }

  @Test(arguments: [
    (#"{"clusters":[{"clusterArn":"a","status":"ACTIVE"}],"failures":[]}"#, "read 1"),
    (refusal, "unread call-failed"), ("", "unread empty-file"), ("{}", "unread missing-member"),
    (#"{"clusters":[{"clusterArn":"a"}],"failures":[{"arn":"b"}]}"#, "unread partial-answer"),
  ])
  func `a list of names makes up for no description that failed`(text: String, wanted: String)
    throws
  {
    let read = try Fixture([
      folder + "ecs-list-clusters.json": #"{"clusterArns":["a"]}"#,
      folder + "ecs-describe-clusters.json": text,
    ]).read()
    #expect(read.readings == ["111122223333 eu-west-1 AWS::ECS::Cluster: \(wanted)"])
    // What describes them counts before their names.
    #expect(read.plan.files.compactMap { $0.listing?.rank } == [1, 0])
  }

  @Test func `a refused description of one resource leaves its scope unread beside its listing`()
    throws
  {
    let list = [folder + "eks-list-clusters.json": #"{"clusters":["c"]}"#]
    let file = folder + "eks-describe-cluster/c.json"
    for text in [refusal, "", "{}", #"{"cluster":null}"#, "null"] {
      let read = try Fixture(list.merging([file: text]) { $1 }).read()
      #expect(
        read.readings.count == 1 && read.readings[0].contains("AWS::EKS::Cluster: unread"),
        "\(text): \(read.readings)")
    }
    let gone = try Fixture(
      list.merging([
        file:
          "An error occurred (ResourceNotFoundException) when calling the DescribeCluster operation: no"
      ]) { $1 }
    ).read()
    #expect(gone.readings == ["111122223333 eu-west-1 AWS::EKS::Cluster: read 1"])
  }

  @Test func `an error under a name that says nothing is told of every call that lists`() throws {
    let read = try Fixture([
      folder + "run.log":
        "An error occurred (AccessDenied) when calling the DescribeWorkspaces operation: no\nAn error occurred (AccessDenied) when calling the CreateRepository operation: no\n"
    ]).read()
    #expect(
      read.readings == ["111122223333 eu-west-1 AWS::WorkSpaces::Workspace: unread call-failed"])
  }
}
