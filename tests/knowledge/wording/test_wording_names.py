from knowledge.pack import Wording
from knowledge.wording.names import named, person, say, topic_name


def test_english_has_the_chinese_name_beside_it_once(small):
    host = small.facts["fair.host"].say
    assert say(host, small, "en") == "The fair is hosted by Harbour Authority (海港管理局); Harbour Authority runs it too."
    assert say(host, small, "zh") == "交流会由海港管理局主办。"


def test_persons_are_named_in_both_scripts(small):
    assert person("li_xiaohua", small, "en") == "Li Xiaohua / 李晓华"
    assert person("li_xiaohua", small, "zh") == "李晓华"


def test_a_person_within_a_sentence_has_one_script(small):
    assert say(Wording(zh="请找{wang_min}。", en="Ask {wang_min}."), small, "en") == "Ask Wang Min."


def test_the_chinese_name_can_be_left_out(small):
    assert named(small.names.places["dock"], "en", with_chinese=False) == "Dock One"


def test_topics_have_a_name_in_each_language(small):
    assert (topic_name("booth", small, "zh"), topic_name("booth", small, "en")) == ("展位申请", "booth application")
