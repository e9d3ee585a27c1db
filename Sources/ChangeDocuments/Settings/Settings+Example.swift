extension Settings {
  /// What `plumb init` writes: settings that work as they are, with what else there is in comments.
  package static let example = """
    # The settings of plumb. Paths are relative to this file. An unknown key is an error with its line.
    # Documentation/plumbline.schema.json is a JSON Schema for editors; Documentation/Settings.md explains.

    # The history: one file, beside it its key (FILE.key). Keep the key as you keep a credential.
    store: plumb.db

    # Each audit is held against these baselines; `plumb baseline set latest` agrees to the first.
    baselines: [default]

    # Change records are registered from these folders before each audit.
    # changes: { folders: [changes], by: gitops@example.com }

    # Rules of differences that nobody needs to approve, and calendars in which nothing may change.
    # ignores: [ignores.yaml]
    # freezes: [freezes.yaml]

    # Alert rules on activity, beside those that ship; and which of these are not wanted.
    # alerts: { rules: [alerts], off: [cis-5.8] }

    # What must hold for any resource and any change, beside the guardrails that ship; which of these are not
    # wanted, and whether what breaks one fails an audit.
    # guardrails: { rules: [guardrails], off: [bucket-logs-access], strict: true }

    # Who is told of findings and alerts at once: Documentation/Notices.md names all kinds of destinations.
    # notices:
    #   destinations:
    #     - { name: security, slack: { url: { env: SLACK_WEBHOOK } }, only: [{ severity: high }] }

    # Where snapshots and activity come from. Each has a name, one of aws, recorder, delivery, exports and activity, and may have
    # types, a schedule, a deadline and a second reading.
    sources:
      - name: aws
        # The account that the credentials are of (environment, profile, role of the machine …).
        aws:
          # profile: audit
          # accounts: ["111122223333", "444455556666"]    # instead of one's own; needs a role
          # organization: { units: [ou-ab12-cdef3456], except: ["777788889999"] }    # or: all
          # role: PlumblineReader                          # assumed in each account but one's own
          # externalID: plumbline
          # regions: [eu-west-1, us-east-1]                # default: all that are enabled
          # requestBudget: 20000                           # the most requests of a run
        # types: ["AWS::EC2::*", "AWS::IAM::*"]            # default: all that have rules
        schedule: { every: 15m, jitter: 30s }
        # schedule: { cron: "0 6 * * 1-5", zone: Europe/Berlin }
        deadline: 10m
        # Where under half of at least 20 are listed, they are listed again before deletions are believed.
        # secondReading: { below: 50%, atLeast: 20 }

      # What AWS Config has recorded: several hundred types, over an aggregator whole organizations.
      # - name: recorded
      #   recorder: { aggregator: organization, region: eu-west-1 }
      #   schedule: { every: 1h }

      # Snapshots that AWS Config delivers to a bucket; each is read once.
      # - name: delivered
      #   delivery: { url: "s3://config-bucket/prefix", region: eu-west-1 }
      #   schedule: { every: 6h }

      # Files of the AWS CLI, of AWS Config, or one-resource documents.
      # - name: exported
      #   exports: [exports]
      #   schedule: { every: 1d }

      # What CloudTrail recorded: a trail's bucket, CloudTrail itself, or copies of its folders. Calls that come late
      # are judged by the audit that follows.
      # - name: trail
      #   activity: { url: "s3://trail-bucket/prefix", region: eu-west-1 }    # or: { lookup: [eu-west-1] }, { files: [AWSLogs] }
      #   schedule: { every: 5m }

      # What happens, as it happens: a queue that rules of EventBridge or the trail's bucket send to. The daemon listens,
      # reads again what was touched, audits and tells.
      # - name: events
      #   activity: { queue: "https://sqs.eu-west-1.amazonaws.com/111122223333/plumbline", buckets: ["s3://trail-bucket/prefix"] }

    # How old a reading may be where its source has no schedule: older is stale, and no audit is clean then.
    # maxAge: 26h

    # Whether changes that were approved on paper only count as unapproved: their approval became known
    # here only when it was too late to give one.
    # audit: { strict: true }

    # What is kept of the past: everything, unless an age or a count says less. What a finding or a
    # baseline needs is always kept. Calls that no verdict stands on go after `activity`.
    # retention: { age: 400d, count: 1000, activity: 400d, messages: 90d }

    # Where `plumb daemon` answers /healthz and /metrics: loopback only. `off` for nowhere.
    # status: { host: 127.0.0.1, port: 9464 }

    # How the daemon writes its log: text or json.
    log: text

    """
}
