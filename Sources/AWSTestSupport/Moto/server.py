"""The moto server with what moto 5.2.1 lacks of the calls that are made, and what it gets wrong in them."""

import json
import os
import sys

# A script beside this one is called as a package is that moto needs.
sys.path.pop(0)

from moto.config.responses import ConfigResponse
from moto.core.responses import ActionResult
from moto.ec2.models import amis
from moto.ec2.models.transit_gateway_route_tables import TransitGatewayRouteTableBackend
from moto.ec2.responses import EC2Response
from moto.moto_server.werkzeug_app import SIGNING_ALIASES
from moto.securityhub import urls
from moto.securityhub.responses import SecurityHubResponse
from moto.server import main

# Whether snapshots and images may be shared with everybody, by region.
SHARING = {}


def reading(field, what):
    return lambda self: ActionResult({field: SHARING.get((self.region, what), "unblocked")})


def setting(field, what, parameter, default):
    def answer(self):
        SHARING[self.region, what] = self._get_param(parameter) or default
        return ActionResult({field: SHARING[self.region, what]})
    return answer


EC2Response.get_snapshot_block_public_access_state = reading("State", "snapshots")
EC2Response.enable_snapshot_block_public_access = setting("State", "snapshots", "State", None)
EC2Response.disable_snapshot_block_public_access = setting("State", "snapshots", "None", "unblocked")
EC2Response.get_image_block_public_access_state = reading("ImageBlockPublicAccessState", "images")
EC2Response.enable_image_block_public_access = setting(
    "ImageBlockPublicAccessState", "images", "ImageBlockPublicAccessState", None)
EC2Response.disable_image_block_public_access = setting("ImageBlockPublicAccessState", "images", "None", "unblocked")

# Of its own images one is enough: each is the account's with a snapshot, a thousand in each region.
del amis.AMIS[1:]
os.environ["MOTO_AMIS_PATH"] = "none further"

# It cuts a dictionary to the number of routes.
search = TransitGatewayRouteTableBackend.search_transit_gateway_routes
TransitGatewayRouteTableBackend.search_transit_gateway_routes = (
    lambda self, transit_gateway_route_table_id, filters, max_results=None: search(
        self, transit_gateway_route_table_id, filters))

ConfigResponse.describe_conformance_packs = lambda self: json.dumps({"ConformancePackDetails": []})


def enabled_standards(self):
    self.securityhub_backend.describe_hub(hub_arn=None)
    return json.dumps({"StandardsSubscriptions": []})


SecurityHubResponse.get_enabled_standards = enabled_standards
urls.url_paths["{0}/standards/get$"] = SecurityHubResponse.dispatch

# It has no Detective.
SIGNING_ALIASES["detective"] = "securityhub"
urls.url_paths["{0}/graphs/list$"] = lambda request, url, headers: (200, {}, json.dumps({"GraphList": []}))

if __name__ == "__main__":
    sys.exit(main())
