"""What stands behind the public site: `wiring.World.public_site`, made when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from functions.aws import clients
from functions.aws.published import S3Published

if TYPE_CHECKING:
    import boto3
    from types_boto3_s3 import S3Client

    from functions.alerts.sends.digest_ports import Published
    from functions.alerts.site.ports import Pages, PageSchedules


class PublicSite:
    """The site's files, what has them made anew at deadlines, and whose it was.

    `name` gives a setting's value, or raises StateError where it is empty; `distribution` may be.
    """

    def __init__(
        self,
        session: boto3.Session,
        s3: S3Client,
        name: Callable[[str], str],
        distribution: str,
    ) -> None:
        self._session, self._s3, self._name = session, s3, name
        self._distribution = distribution

    @cached_property
    def pages(self) -> Pages:
        """The site bucket, and what CloudFront keeps of it."""
        from functions.aws.site_pages import S3Pages

        edges = clients.cloudfront(self._session)
        return S3Pages(self._s3, edges, self._name("site_bucket"), self._distribution)

    @cached_property
    def organizations(self) -> Published:
        """The organization as it was when something was withdrawn last, as a source of its own."""
        return S3Published(self._s3, self._name("data_bucket"), "site/")

    @cached_property
    def schedules(self) -> PageSchedules:
        """EventBridge Scheduler, for deadlines. Imported late: no function schedules anything."""
        from functions.aws import scheduler

        names = ("schedule_group", "page_scheduler_role_arn", "page_queue_arn")
        group, role, queue = map(self._name, names)
        place = scheduler.Place(group=group, role_arn=role, queue_arn=queue)
        return scheduler.PageSchedules(clients.scheduler(self._session), place)
