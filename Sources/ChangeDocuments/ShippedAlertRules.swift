package import AlertRules
package import ConfigurationModel

extension AlertRule {
  /// The rules that the program ships with: the files of `Baselines/alerts`, in the order of this list.
  package static func shipped() throws(Problems) -> [AlertRule] {
    try read(ShippedAlertRules.files, of: "Baselines/alerts").map { rule in
      var shipped = rule
      shipped.isShipped = true
      return shipped
    }
  }
}

/// The text of each file of `Baselines/alerts`: one line a file.
private enum ShippedAlertRules {
  static let files: [(name: String, bytes: [UInt8])] = [
    ("cis-5.1.yaml", PackageResources.cis_5_1_yaml),
    ("cis-5.2.yaml", PackageResources.cis_5_2_yaml),
    ("cis-5.3.yaml", PackageResources.cis_5_3_yaml),
    ("cis-5.4.yaml", PackageResources.cis_5_4_yaml),
    ("cis-5.5.yaml", PackageResources.cis_5_5_yaml),
    ("cis-5.6.yaml", PackageResources.cis_5_6_yaml),
    ("cis-5.7.yaml", PackageResources.cis_5_7_yaml),
    ("cis-5.8.yaml", PackageResources.cis_5_8_yaml),
    ("cis-5.9.yaml", PackageResources.cis_5_9_yaml),
    ("cis-5.10.yaml", PackageResources.cis_5_10_yaml),
    ("cis-5.11.yaml", PackageResources.cis_5_11_yaml),
    ("cis-5.12.yaml", PackageResources.cis_5_12_yaml),
    ("cis-5.13.yaml", PackageResources.cis_5_13_yaml),
    ("cis-5.14.yaml", PackageResources.cis_5_14_yaml),
    ("cis-5.15.yaml", PackageResources.cis_5_15_yaml),
    ("user-added-to-group.yaml", PackageResources.user_added_to_group_yaml),
    ("route-table-associated.yaml", PackageResources.route_table_associated_yaml),
    ("default-policy-version-set.yaml", PackageResources.default_policy_version_set_yaml),
    ("trust-policy-updated.yaml", PackageResources.trust_policy_updated_yaml),
    ("event-selectors-changed.yaml", PackageResources.event_selectors_changed_yaml),
    ("security-group-rule-added.yaml", PackageResources.security_group_rule_added_yaml),
    ("logging-stopped.yaml", PackageResources.logging_stopped_yaml),
    ("unauthorized-call.yaml", PackageResources.unauthorized_call_yaml),
    ("root-activity.yaml", PackageResources.root_activity_yaml),
  ]
}
