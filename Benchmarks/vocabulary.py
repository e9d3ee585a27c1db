"""The words that generated security groups are made of."""

ENVIRONMENTS = ("production", "staging", "test", "development")

TEAMS = ("payments", "search", "checkout", "identity", "catalog", "billing", "platform", "data",
         "mobile", "logistics", "pricing", "fraud", "support", "media", "network", "risk")

ROLES = ("web", "api", "worker", "database", "cache", "queue", "bastion", "loadbalancer",
         "monitoring", "batch", "gateway", "proxy", "search", "stream")

# (protocol, from port, to port): EC2 keeps one permission for each, so a group draws each once.
SERVICES = [
    ("tcp", 22, 22), ("tcp", 25, 25), ("tcp", 53, 53), ("udp", 53, 53), ("tcp", 80, 80),
    ("udp", 123, 123), ("tcp", 389, 389), ("tcp", 443, 443), ("tcp", 636, 636),
    ("tcp", 1433, 1433), ("tcp", 2049, 2049), ("tcp", 2379, 2380), ("tcp", 3000, 3000),
    ("tcp", 3306, 3306), ("tcp", 3389, 3389), ("tcp", 5432, 5432), ("tcp", 5671, 5672),
    ("tcp", 6379, 6379), ("tcp", 6443, 6443), ("tcp", 8080, 8080), ("tcp", 8443, 8443),
    ("udp", 8472, 8472), ("tcp", 9090, 9100), ("tcp", 9092, 9094), ("tcp", 9200, 9300),
    ("tcp", 10250, 10250), ("tcp", 11211, 11211), ("tcp", 27017, 27019),
    ("tcp", 30000, 32767), ("icmp", -1, -1),
]

PURPOSES = ("office London", "office Berlin", "office Singapore", "VPN clients",
            "peering to shared services", "health checks", "monitoring", "backup servers",
            "build agents", "partner network", "load balancer", "application tier",
            "database replication", "bastion hosts", "log shipping", "CHG0031337")

PREFIX_LISTS = ("pl-6da54004", "pl-4fa04526", "pl-0a1b2c3d4e5f60718", "pl-63a5400a")

TAGS = {
    "Team": TEAMS,
    "Owner": ("alice@example.com", "bob@example.com", "carol@example.com", "dave@example.com"),
    "CostCenter": ("CC-1001", "CC-1002", "CC-2040", "CC-3055", "CC-4100"),
    "ManagedBy": ("terraform", "cloudformation", "console", "pulumi"),
    "DataClassification": ("public", "internal", "confidential", "restricted"),
    "Compliance": ("pci-dss", "sox", "gdpr", "none"),
    "Repository": ("infra/network", "infra/platform", "infra/payments", "infra/data"),
    "Service": ("checkout-v2", "search-index", "ledger", "sessions", "recommendations"),
}
