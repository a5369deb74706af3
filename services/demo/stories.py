"""Every county that the demo plays, in the order in which it does."""

from services.demo import city_county, rongan, xingguo, zezhou
from services.demo.story import Story

STORIES: tuple[Story, ...] = (
    xingguo.STORY,
    zezhou.STORY,
    rongan.STORY,
    city_county.STORY,
)
