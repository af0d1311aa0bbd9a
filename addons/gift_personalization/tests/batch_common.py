from .production_common import ProductionCommon


class BatchCommon(ProductionCommon):
    """Ready jobs, and short ways to put them into batches as the production team does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.blank_oak, cls.blank_slate = cls.env['gift.blank'].create(
            [{'name': "Oak, test"}, {'name': "Slate, test"}]
        )

    @classmethod
    def _create_ready_jobs(cls, *texts, **kwargs):
        jobs = cls._create_gift_order(*texts, **kwargs).gift_job_ids
        cls._make_ready(jobs)
        return jobs

    @classmethod
    def _create_batch(cls, jobs, role='production'):
        action = jobs.with_user(cls.users[role]).action_create_batch()
        return cls.env['gift.batch'].browse(action['res_id'])

    def _propose(self, **values):
        plans = self.env['gift.batch.plan'].with_user(self.users['production'])
        plan = plans.create(values)
        plan.action_propose()
        return plan

    def _get_proposed(self, plan, jobs):
        """Return the names of the proposed jobs among ``jobs``, line by line."""
        found = [(line.job_ids & jobs.with_user(plan.env.user)) for line in plan.line_ids]
        return [line.mapped('name') for line in found if line]
