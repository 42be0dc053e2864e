"""Reads shared AWS files as botocore does: pairs of texts as JSON on standard input, profiles and Regions on standard output."""

import json
import os
import sys
import tempfile

import botocore.exceptions
import botocore.session


def profiles_of(folder, config, credentials):
    for name, text in (('config', config), ('credentials', credentials)):
        with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as file:
            file.write(text)
    try:
        profiles = botocore.session.Session().full_config['profiles']
    except botocore.exceptions.ConfigParseError:
        return None
    return [[name, settings.get('region')] for name, settings in profiles.items()]


with tempfile.TemporaryDirectory() as folder:
    os.environ['AWS_CONFIG_FILE'] = os.path.join(folder, 'config')
    os.environ['AWS_SHARED_CREDENTIALS_FILE'] = os.path.join(folder, 'credentials')
    sys.stdin.reconfigure(encoding='utf-8')
    json.dump([profiles_of(folder, *files) for files in json.load(sys.stdin)], sys.stdout)
