package import ConfigurationModel
package import Guardrails

extension Guardrail {
  /// The guardrails that the program ships with: the files of `Baselines/guardrails`, in the order of this list.
  package static func shipped() throws(Problems) -> [Guardrail] {
    var rules: [Guardrail] = []
    for (name, bytes) in ShippedGuardrails.files {
      rules += try read(
        String(decoding: bytes, as: UTF8.self), file: "Baselines/guardrails/\(name)")
    }
    return try rules.checkedForDuplicates()
  }
}

/// The text of each file of `Baselines/guardrails`: one line a file. Those over states come first.
private enum ShippedGuardrails {
  static let files: [(name: String, bytes: [UInt8])] = [
    ("ssh-open-to-world.yaml", PackageResources.ssh_open_to_world_yaml),
    ("rdp-open-to-world.yaml", PackageResources.rdp_open_to_world_yaml),
    ("every-port-open-to-world.yaml", PackageResources.every_port_open_to_world_yaml),
    ("database-port-open-to-world.yaml", PackageResources.database_port_open_to_world_yaml),
    ("cifs-open-to-world.yaml", PackageResources.cifs_open_to_world_yaml),
    ("broad-block-let-in.yaml", PackageResources.broad_block_let_in_yaml),
    ("prefix-list-open-to-world.yaml", PackageResources.prefix_list_open_to_world_yaml),
    ("default-group-lets-nothing.yaml", PackageResources.default_group_lets_nothing_yaml),
    ("acl-opens-administration.yaml", PackageResources.acl_opens_administration_yaml),
    ("subnet-gives-public-addresses.yaml", PackageResources.subnet_gives_public_addresses_yaml),
    ("network-logs-its-flows.yaml", PackageResources.network_logs_its_flows_yaml),
    ("policy-allows-everything.yaml", PackageResources.policy_allows_everything_yaml),
    ("administrator-access-attached.yaml", PackageResources.administrator_access_attached_yaml),
    ("user-has-own-permissions.yaml", PackageResources.user_has_own_permissions_yaml),
    ("console-user-without-mfa.yaml", PackageResources.console_user_without_mfa_yaml),
    ("root-without-mfa.yaml", PackageResources.root_without_mfa_yaml),
    ("root-has-access-key.yaml", PackageResources.root_has_access_key_yaml),
    ("password-is-short.yaml", PackageResources.password_is_short_yaml),
    ("password-is-used-again.yaml", PackageResources.password_is_used_again_yaml),
    ("user-has-two-active-keys.yaml", PackageResources.user_has_two_active_keys_yaml),
    ("role-trusts-everybody.yaml", PackageResources.role_trusts_everybody_yaml),
    ("bucket-policy-is-public.yaml", PackageResources.bucket_policy_is_public_yaml),
    ("key-policy-is-public.yaml", PackageResources.key_policy_is_public_yaml),
    ("queue-policy-is-public.yaml", PackageResources.queue_policy_is_public_yaml),
    ("topic-policy-is-public.yaml", PackageResources.topic_policy_is_public_yaml),
    ("function-policy-is-public.yaml", PackageResources.function_policy_is_public_yaml),
    ("secret-policy-is-public.yaml", PackageResources.secret_policy_is_public_yaml),
    ("bucket-refuses-public-access.yaml", PackageResources.bucket_refuses_public_access_yaml),
    ("account-refuses-public-buckets.yaml", PackageResources.account_refuses_public_buckets_yaml),
    ("bucket-acl-is-public.yaml", PackageResources.bucket_acl_is_public_yaml),
    ("bucket-refuses-plain-http.yaml", PackageResources.bucket_refuses_plain_http_yaml),
    ("bucket-keeps-versions.yaml", PackageResources.bucket_keeps_versions_yaml),
    ("bucket-logs-access.yaml", PackageResources.bucket_logs_access_yaml),
    ("trail-does-not-log.yaml", PackageResources.trail_does_not_log_yaml),
    ("trail-is-not-validated.yaml", PackageResources.trail_is_not_validated_yaml),
    ("trail-is-not-encrypted.yaml", PackageResources.trail_is_not_encrypted_yaml),
    ("trail-is-not-watched.yaml", PackageResources.trail_is_not_watched_yaml),
    ("recorder-does-not-record.yaml", PackageResources.recorder_does_not_record_yaml),
    ("key-is-not-rotated.yaml", PackageResources.key_is_not_rotated_yaml),
    ("key-will-be-deleted.yaml", PackageResources.key_will_be_deleted_yaml),
    ("database-is-public.yaml", PackageResources.database_is_public_yaml),
    ("database-is-not-encrypted.yaml", PackageResources.database_is_not_encrypted_yaml),
    ("database-has-no-backups.yaml", PackageResources.database_has_no_backups_yaml),
    ("volume-is-not-encrypted.yaml", PackageResources.volume_is_not_encrypted_yaml),
    ("disk-is-shared-with-everybody.yaml", PackageResources.disk_is_shared_with_everybody_yaml),
    ("instance-answers-imdsv1.yaml", PackageResources.instance_answers_imdsv1_yaml),
    ("listener-speaks-plain-http.yaml", PackageResources.listener_speaks_plain_http_yaml),
    ("detector-is-off.yaml", PackageResources.detector_is_off_yaml),
    ("peering-route-is-wide.yaml", PackageResources.peering_route_is_wide_yaml),
    ("administration-opened.yaml", PackageResources.administration_opened_yaml),
    ("everything-may-leave.yaml", PackageResources.everything_may_leave_yaml),
    ("default-route-redirected.yaml", PackageResources.default_route_redirected_yaml),
    ("route-to-internet-added.yaml", PackageResources.route_to_internet_added_yaml),
    ("acl-denial-removed.yaml", PackageResources.acl_denial_removed_yaml),
    ("flow-log-stopped.yaml", PackageResources.flow_log_stopped_yaml),
    ("trail-stopped.yaml", PackageResources.trail_stopped_yaml),
    ("trail-weakened.yaml", PackageResources.trail_weakened_yaml),
    ("recorder-stopped.yaml", PackageResources.recorder_stopped_yaml),
    ("key-put-up-for-deletion.yaml", PackageResources.key_put_up_for_deletion_yaml),
    ("key-rotation-stopped.yaml", PackageResources.key_rotation_stopped_yaml),
    ("bucket-block-lifted.yaml", PackageResources.bucket_block_lifted_yaml),
    ("bucket-policy-opened.yaml", PackageResources.bucket_policy_opened_yaml),
    ("bucket-versions-suspended.yaml", PackageResources.bucket_versions_suspended_yaml),
    ("bucket-logging-stopped.yaml", PackageResources.bucket_logging_stopped_yaml),
    ("administrator-added.yaml", PackageResources.administrator_added_yaml),
    ("administrator-access-given.yaml", PackageResources.administrator_access_given_yaml),
    ("mfa-device-removed.yaml", PackageResources.mfa_device_removed_yaml),
    ("permissions-boundary-removed.yaml", PackageResources.permissions_boundary_removed_yaml),
    ("role-trusts-more.yaml", PackageResources.role_trusts_more_yaml),
    ("console-password-given.yaml", PackageResources.console_password_given_yaml),
    ("access-key-added.yaml", PackageResources.access_key_added_yaml),
    ("password-rules-weakened.yaml", PackageResources.password_rules_weakened_yaml),
    ("database-made-public.yaml", PackageResources.database_made_public_yaml),
    ("database-unprotected.yaml", PackageResources.database_unprotected_yaml),
    ("disk-shared.yaml", PackageResources.disk_shared_yaml),
    ("metadata-tokens-not-demanded.yaml", PackageResources.metadata_tokens_not_demanded_yaml),
  ]
}
