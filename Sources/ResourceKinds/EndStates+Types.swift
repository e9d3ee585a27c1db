package import ConfigurationDiff
package import ConfigurationModel

extension EndStates {
  /// The end states of types without rules of their own, from the enumerations of the services' API
  /// references (the state's shape in botocore's models). A state that can be left again, such as a key
  /// or a secret that waits for its deletion, is none.
  package static let byType: [ResourceType: EndStates] = [
    "AWS::Batch::ComputeEnvironment": EndStates("status", "deleting", "deleted"),
    "AWS::Batch::JobDefinition": EndStates("status", "inactive"),
    "AWS::Batch::JobQueue": EndStates("status", "deleting", "deleted"),
    "AWS::CloudFormation::Stack": EndStates("StackStatus", "delete_complete"),
    "AWS::CloudFormation::StackSet": EndStates("Status", "deleted"),
    "AWS::DirectConnect::Connection": EndStates(
      "connectionState", "deleting", "deleted", "rejected"),
    "AWS::DirectConnect::VirtualInterface": EndStates(
      "virtualInterfaceState", "deleting", "deleted", "rejected"),
    "AWS::EC2::CapacityReservation": EndStates("State", "cancelled", "expired", "failed"),
    "AWS::EC2::ClientVpnEndpoint": EndStates("Status.Code", "deleting", "deleted"),
    "AWS::EC2::CustomerGateway": EndStates("State", "deleting", "deleted"),
    "AWS::EC2::EC2Fleet": fleet("FleetState"),
    "AWS::EC2::Fleet": fleet("FleetState"),
    "AWS::EC2::Host": EndStates("State", "released", "released-permanent-failure"),
    "AWS::EC2::ReservedInstances": EndStates("State", "retired", "payment-failed"),
    "AWS::EC2::SpotInstanceRequest": EndStates("State", "closed", "cancelled", "failed"),
    "AWS::EC2::TransitGatewayConnect": EndStates("State", "deleting", "deleted"),
    "AWS::EC2::TransitGatewayMulticastDomain": EndStates("State", "deleting", "deleted"),
    "AWS::EC2::TransitGatewayPeeringAttachment": attachment,
    "AWS::EC2::TransitGatewayVpcAttachment": attachment,
    "AWS::EC2::VPNConnection": EndStates("State", "deleting", "deleted"),
    "AWS::EC2::VPNGateway": EndStates("State", "deleting", "deleted"),
    "AWS::EC2::VpnConnection": EndStates("State", "deleting", "deleted"),
    "AWS::EC2::VpnGateway": EndStates("State", "deleting", "deleted"),
    "AWS::ECS::Cluster": EndStates("status", "inactive"),
    "AWS::ECS::Service": EndStates("status", "inactive"),
    "AWS::ECS::TaskDefinition": EndStates("status", "inactive", "delete_in_progress"),
    "AWS::EFS::FileSystem": EndStates("LifeCycleState", "deleting", "deleted"),
    "AWS::EMR::Cluster": EndStates(
      "Status.State", "terminating", "terminated", "terminated_with_errors"),
    "AWS::ElasticBeanstalk::Environment": EndStates("Status", "terminating", "terminated"),
    "AWS::RAM::ResourceShare": EndStates("status", "deleting", "deleted"),
    "AWS::WorkSpaces::Workspace": EndStates("State", "terminating", "terminated"),
  ]

  /// Of attachments of every kind to a transit gateway.
  static let attachment = EndStates(
    "State", "deleting", "deleted", "failed", "rejected", "failing", "rejecting")

  private static func fleet(_ field: String) -> EndStates {
    EndStates(
      field, "deleted", "deleted_running", "deleted_terminating", "failed",
      "deleted-running", "deleted-terminating")
  }
}
